using System.Collections.Immutable;
using Atmosphere.Grains.DeadLetters;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.People;
using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Storage;
using Atmosphere.Grains.Streams;
using Atmosphere.Grains.Training;

namespace Atmosphere.Grains.Tests.Storage;

/// <summary>The largest states fit into one record of the narrowest store: what does not fit can never be written again.</summary>
public sealed class RecordSizeTests
{
    /// <summary>Azure Table Storage: 1 MiB an entity, of which the grain storage uses 15 properties of 64 KiB for the state.</summary>
    private const int AzureTableRecord = 15 * 64 * 1024;

    private static readonly DateTimeOffset Now = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero).AddTicks(1_234_567);

    private static readonly PixelBox Box = new() { Left = 65_535, Top = 65_535, Width = 65_535, Height = 65_535 };

    /// <summary>Outside of ASCII a character takes six bytes of JSON.</summary>
    private static readonly string Widest = new('\u2028', DeadLetterState.KeyLength);

    [Fact]
    public void A_full_shard_of_dead_letters_fits()
    {
        var letters = new DeadLetterState();
        for (var number = 0; number < DeadLetterState.MostKept; number++)
        {
            letters = letters.With(new() { Stream = WellKnownNames.Streams.FaceTrainingSent, Key = Widest, Reason = Widest, Event = nameof(FaceTrainingSent), At = Now.AddTicks(number) });
        }

        letters.Letters.Count.ShouldBe(DeadLetterState.MostKept);
        Size(letters).ShouldBeLessThan(AzureTableRecord);
    }

    [Theory]
    [InlineData(248)] // the gallery's limit
    [InlineData(1_000)] // with the tombstones of years
    public void A_person_of_many_faces_that_are_all_owed_fits(int faces)
    {
        var person = new PersonState
        {
            GalleryPersonId = Guid.Empty.ToString(),
            Profile = new() { DisplayName = new('\u2028', 80), RealName = new('\u2028', 80), FetchedAt = Now },
            GalleryChanges = long.MaxValue,
            ChangedAt = Now,
            Version = long.MaxValue,
            ReminderArmedFor = Now,
        };
        foreach (var faceId in FaceIds(faces))
        {
            person = person with
            {
                Faces = person.Faces.Add(faceId, new() { Round = 99, Status = EnrolmentStatus.Withdrawn, FaceInZoomIn = Box, PersistedFaceId = faceId, Code = "InvalidImageSizeTooSmall" }),
                Owed = person.Owed.Owe(new EnrolFace { FaceId = faceId }, Now).Owe(new AnswerFace { FaceId = faceId }, Now),
            };
        }

        Size(person).ShouldBeLessThan(AzureTableRecord);
    }

    [Fact]
    public void The_training_of_ten_thousand_changed_people_fits()
    {
        var training = new TrainingState
        {
            Changes = Enumerable.Range(0, 10_000).ToImmutableSortedDictionary(number => $"U{number:00000000000}", _ => long.MaxValue, StringComparer.Ordinal),
            History = [.. Enumerable.Repeat(new TrainingResult { DecidedAt = Now, EndedAt = Now, Message = new('\u2028', 500) }, TrainingState.HistoryLength)],
            NextNightAt = Now,
            Version = long.MaxValue,
        };

        Size(training).ShouldBeLessThan(AzureTableRecord);
    }

    [Fact]
    public void A_photo_of_two_hundred_faces_that_are_all_to_be_started_fits()
    {
        var photo = new PhotoState { CameraId = new('\u2028', 100), AcceptedAt = Now };
        foreach (var faceId in FaceIds(200))
        {
            photo = photo with
            {
                Faces = photo.Faces.Add(new() { FaceId = faceId, PhotoId = new('a', 64), CameraId = photo.CameraId, Rectangle = Box, FaceInZoomIn = Box, TakenAt = Now }),
                Owed = photo.Owed.Owe(new StartFace { FaceId = faceId }, Now),
            };
        }

        Size(photo).ShouldBeLessThan(AzureTableRecord);
    }

    [Fact]
    public void A_face_that_five_hundred_people_voted_on_while_the_catalogue_was_away_fits()
    {
        var face = new FaceState { Status = FaceStatus.Disputed, Source = new() { FaceId = FaceIds(1).Single(), PhotoId = new('a', 64), Rectangle = Box, FaceInZoomIn = Box, TakenAt = Now } };
        for (var number = 1; number <= 500; number++)
        {
            var voter = $"U{number:00000000000}";
            var vote = new Vote { Choice = VoteChoice.Person("W01234567890"), ActionTs = "1772442000.000100", CastAt = Now, Standing = VoteStanding.Refused };
            face = face with
            {
                Votes = face.Votes.Add(voter, vote),
                Unrecorded = face.Unrecorded.Add(new() { Sequence = number, Event = new VoteCast { VoterId = voter, Choice = vote.Choice, ActionTs = vote.ActionTs, At = Now } }),
            };
        }

        Size(face).ShouldBeLessThan(AzureTableRecord);
    }

    /// <summary>Every face that was ever sent here stays, so a record is full one day: a face a day lasts for more than ten years.</summary>
    [Fact]
    public void A_person_of_four_thousand_settled_faces_fits()
    {
        var settled = new Enrolment { Round = 10, Status = EnrolmentStatus.Withdrawn, FaceInZoomIn = new() { Left = 1000, Top = 1000, Width = 1000, Height = 1000 }, PersistedFaceId = Guid.Empty.ToString() };

        Size(new PersonState { Faces = FaceIds(4_000).ToImmutableSortedDictionary(faceId => faceId, _ => settled, StringComparer.Ordinal) }).ShouldBeLessThan(AzureTableRecord);
    }

    private static int Size<TState>(TState state) => new GrainStateSerializer().Serialize(state).ToMemory().Length;

    private static IEnumerable<string> FaceIds(int count) => Enumerable.Range(1, count).Select(number => $"0196f000-0000-7000-8000-{number:x12}");
}
