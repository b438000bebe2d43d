using System.Collections.Immutable;
using System.Text.Json;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Storage;
using Atmosphere.Office.Bench.People;
using Atmosphere.Office.Bench.Pictures;

namespace Atmosphere.Office.Bench;

/// <summary>Knows who is on every picture, and reads what the product says of it where everybody can: in the catalogue.</summary>
internal sealed class Judge : ICatalogue
{
    private readonly Dictionary<string, FaceCase> _cases = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _presses = new(StringComparer.Ordinal);

    /// <summary>In the order in which they arrived.</summary>
    public IReadOnlyCollection<FaceCase> Cases => _cases.Values;

    /// <summary>How often which button was pressed, and what it was answered.</summary>
    public IReadOnlyDictionary<string, int> Presses => _presses;

    public string Who(string faceId) => _cases[faceId].Shot.Who;

    /// <summary>The faces of a photo have their ids from it, the largest first.</summary>
    public void OnUploaded(string photoId, ImmutableArray<(Shot Shot, PixelBox Box)> faces)
    {
        var index = 0;
        foreach (var (shot, _) in faces.OrderByDescending(face => face.Box.Width)) _cases[PhotoId.Face(photoId, index++)] = new(shot);
    }

    public void OnPressed(string faceId, FacePress press, PressVerdict verdict)
    {
        var what = press switch
        {
            CastVote { Choice: { Kind: VoteKind.Person, PersonId: { } named } } => named == Who(faceId) ? "right name" : "wrong name",
            CastVote vote => vote.Choice.Kind.ToString(),
            _ => press.GetType().Name,
        };
        var counted = verdict == PressVerdict.Accepted ? what : $"{what} ({verdict})";
        _presses[counted] = _presses.GetValueOrDefault(counted) + 1;
    }

    public Task StoreFaceAsync(FaceRecord face, CancellationToken cancellationToken)
    {
        var known = _cases[face.FaceId];
        if (known.Record is null || known.Record.Version <= face.Version) known.Record = face;
        foreach (var happened in face.Events) known.Events.TryAdd(happened.Sequence, JsonSerializer.Deserialize<FaceEvent>(happened.Body, GrainJson.Options)!);
        return Task.CompletedTask;
    }

    public Task StorePersonAsync(PersonRecord person, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ForgetPersonAsync(string personId, CancellationToken cancellationToken) => throw NobodyLeaves();

    public Task<ImmutableArray<NamingFace>> FindNamingAsync(string userId, int count, CancellationToken cancellationToken) => throw NobodyLeaves();

    private static NotSupportedException NobodyLeaves() => new("Nobody in this office asks to be forgotten.");
}

/// <summary>One face, who it is, and what became of it.</summary>
internal sealed class FaceCase(Shot shot)
{
    public Shot Shot => shot;

    /// <summary>Null until the catalogue has heard of it.</summary>
    public FaceRecord? Record { get; set; }

    public SortedDictionary<long, FaceEvent> Events { get; } = [];

    public bool IsColleague => Staff.IsColleague(shot.Who);

    /// <summary>What the product now says that the face is.</summary>
    public Word Word => Record?.Status switch
    {
        nameof(FaceStatus.Identified) or nameof(FaceStatus.Agreed) or nameof(FaceStatus.Tagged) => Record.PersonId == shot.Who ? Word.RightName : Word.WrongName,
        nameof(FaceStatus.Dismissed) => IsColleague ? Word.WronglyNobody : Word.RightlyNobody,
        nameof(FaceStatus.Disputed) => Word.Disputed,
        nameof(FaceStatus.Expired) => Word.Expired,
        nameof(FaceStatus.Unusable) => Word.Unusable,
        _ => Word.NotYet,
    };

    /// <summary>When the recogniser named somebody, and whether it was right.</summary>
    public IEnumerable<(DateTimeOffset At, bool IsRight)> Identifications => Events.Values.OfType<FaceIdentified>().Select(happened => (happened.At, happened.PersonId == shot.Who));

    /// <summary>For whom the recogniser took the face, wrongly.</summary>
    public IEnumerable<string> Mistakes => Events.Values.OfType<FaceIdentified>().Where(happened => happened.PersonId != shot.Who).Select(happened => happened.PersonId);

    /// <summary>Each time that people were asked about this face: when, whether by "Is this X?", and what they said.</summary>
    public IEnumerable<Question> Questions()
    {
        Question? question = null;
        var suggests = false;
        foreach (var happened in Events.Values)
        {
            suggests = happened switch
            {
                AskingStarted asking => asking.Suggestion is not null,
                IdentificationDisputed or TagUndone or FaceReopened or SuggestionRejected => false,
                _ => suggests,
            };
            if (happened is PromptShown { ExpiresAt: not null } && question is not null) yield return question;
            question = happened switch
            {
                PromptShown { ExpiresAt: not null } shown => new(shown.At, suggests, Word.NotYet),
                AgreementReached agreed when question is not null => question with { Answer = agreed.PersonId == shot.Who ? Word.RightName : Word.WrongName },
                FaceDismissed when question is not null => question with { Answer = IsColleague ? Word.WronglyNobody : Word.RightlyNobody },
                FaceDisputed when question is not null => question with { Answer = Word.Disputed },
                FaceExpired when question is not null => question with { Answer = Word.Expired },
                _ => question,
            };
        }

        if (question is not null) yield return question;
    }
}

/// <param name="At">When the channel showed it.</param>
/// <param name="Suggests">It began with "Is this X?".</param>
/// <param name="Answer">What people said.</param>
internal sealed record Question(DateTimeOffset At, bool Suggests, Word Answer);

/// <summary>What is said of a face, judged by who it is.</summary>
internal enum Word
{
    RightName,
    WrongName,

    /// <summary>A visitor who was said to be nobody we know, or no face.</summary>
    RightlyNobody,

    /// <summary>A colleague of whom that was said.</summary>
    WronglyNobody,
    Disputed,
    Expired,
    Unusable,

    /// <summary>Nothing has been said yet.</summary>
    NotYet,
}
