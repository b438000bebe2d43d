using Atmosphere.Grains.People;
using Atmosphere.Grains.People.Steps;
using Atmosphere.Grains.Storage;
using Atmosphere.Grains.Tests.People;
using FsCheck;
using FsCheck.Fluent;

namespace Atmosphere.Grains.Tests.Properties;

/// <summary>A person's gallery with agreements and withdrawals that come twice, late or out of order, and adds whose answers are lost.</summary>
public sealed class PersonProperties
{
    private const int MaxFaces = 2;

    [Fact]
    public void In_the_end_the_gallery_holds_each_agreed_face_once_and_no_other() => Rule.Holds(
        Move().ArrayOf().Select(moves => new Moves<PersonMove>(moves)),
        moves =>
        {
            var walk = new PersonWalk();
            foreach (var move in moves.All) walk.Make(move);
            walk.ComeToRest();
        },
        tests: 600,
        shrink: Rule.Shorter);

    private static Gen<PersonMove> Move() =>
        from kind in Gen.Elements(Enum.GetValues<PersonMoveKind>())
        from face in Gen.Choose(0, 2)
        from late in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new PersonMove(kind, face, late);

    internal enum PersonMoveKind { Publish, Publish2, Undo, DeliverWithdrawal, Perform, Perform2, Report, LoseReport, GalleryPerson }

    /// <param name="Kind">What happens.</param>
    /// <param name="Face">To which face.</param>
    /// <param name="Late">With the round before.</param>
    internal sealed record PersonMove(PersonMoveKind Kind, int Face, bool Late);

    private sealed class PersonWalk
    {
        private readonly PersonStory _story = new(MaxFaces);
        private readonly List<string> _gallery = [];
        private readonly int[] _round = [1, 1, 1];
        private readonly bool[] _agreed = new bool[3];
        private readonly List<(int Face, int Round)> _withdrawals = [];
        private (string Slot, long Number, PersonCommand Command)? _report;

        public void Make(PersonMove move)
        {
            switch (move.Kind)
            {
                case PersonMoveKind.Publish or PersonMoveKind.Publish2:
                    if (!move.Late) _agreed[move.Face] = true;
                    if (!move.Late || _round[move.Face] > 1) Tell(PersonStory.Tagged(move.Face, move.Late ? _round[move.Face] - 1 : _round[move.Face]));
                    break;
                case PersonMoveKind.Undo when Answered(move.Face):
                    _withdrawals.Add((move.Face, _round[move.Face]++));
                    _agreed[move.Face] = false;
                    break;
                case PersonMoveKind.DeliverWithdrawal when _withdrawals is [var first, ..]:
                    Tell(PersonStory.Withdraw(first.Face, first.Round));

                    // Late: the answer is lost, and the face withdraws again.
                    if (!move.Late) _withdrawals.RemoveAt(0);
                    break;
                case PersonMoveKind.Perform or PersonMoveKind.Perform2 when _report is null:
                    Perform();
                    break;
                case PersonMoveKind.Report:
                    Report();
                    break;
                case PersonMoveKind.LoseReport:
                    _report = null;
                    break;
                case PersonMoveKind.GalleryPerson:
                    Tell(new NoteGalleryPerson { GalleryPersonId = "gallery-ann" });
                    break;
            }

            CheckRules();
        }

        /// <summary>Everything that is under way arrives, and what is owed is performed.</summary>
        public void ComeToRest()
        {
            for (var turn = 0; turn < 12; turn++)
            {
                foreach (var (face, round) in _withdrawals) Tell(PersonStory.Withdraw(face, round));
                _withdrawals.Clear();
                for (var face = 0; face < _agreed.Length; face++)
                {
                    if (_agreed[face] && !Answered(face)) Tell(PersonStory.Tagged(face, _round[face]));
                }

                Report();
                Perform();
                Report();
                CheckRules();
            }

            var expected = Enumerable.Range(0, _agreed.Length).Where(face => _agreed[face] && _story.StatusOf(face) == EnrolmentStatus.Enrolled)
                .Select(face => FaceKey.Of(PersonStory.Face(face), _round[face]));
            _gallery.ShouldBe(expected, ignoreOrder: true);
            Enumerable.Range(0, _agreed.Length).Where(face => _agreed[face]).All(Answered).ShouldBeTrue("everybody gets an answer");
            CheckStored();
        }

        private bool Answered(int face) =>
            _story.State.Faces.GetValueOrDefault(PersonStory.Face(face)) is { Status: EnrolmentStatus.Enrolled or EnrolmentStatus.Full } known && known.Round == _round[face];

        private void Tell(PersonCommand command)
        {
            var events = _story.Tell(command);
            if (events is [] or [AnswerRepeated]) return;
            PersonDecider.Decide(_story.State, command, _story.Rules).All(happened => happened is AnswerRepeated).ShouldBeTrue("a command repeated changes nothing");
        }

        /// <summary>As the steps do it: look for our key, then add; remove what is known or found.</summary>
        private void Perform()
        {
            var owed = _story.State.Owed.Slots.Values.Where(entry => entry.Effect is EnrolFace or RemoveFace).MinBy(entry => entry.Number);
            if (owed is null) return;
            switch (owed.Effect)
            {
                case EnrolFace enrol:
                    var wanted = _story.State.Faces[enrol.FaceId];
                    var key = FaceKey.Of(enrol.FaceId, wanted.Round);
                    if (!_gallery.Contains(key)) _gallery.Add(key);
                    _report = (owed.Effect.Slot, owed.Number, new NoteFaceAdded { FaceId = enrol.FaceId, Round = wanted.Round, PersistedFaceId = key });
                    break;
                case RemoveFace remove:
                    var leaving = _story.State.Faces[remove.FaceId];
                    _gallery.Remove(leaving.PersistedFaceId ?? FaceKey.Of(remove.FaceId, leaving.Round));
                    _report = (owed.Effect.Slot, owed.Number, new NoteFaceRemoved { FaceId = remove.FaceId });
                    break;
            }
        }

        private void Report()
        {
            if (_report is not { } report) return;
            Tell(report.Command);
            _story.State = _story.State with { Owed = _story.State.Owed.Settle(report.Slot, report.Number) };
            _report = null;
        }

        private void CheckRules()
        {
            var person = _story.State;
            person.PlacesTaken.ShouldBeLessThanOrEqualTo(MaxFaces);
            _gallery.Distinct().Count().ShouldBe(_gallery.Count, "a face is in the gallery once");
            foreach (var (faceId, face) in person.Faces)
            {
                person.Owed.Slots.Values.Any(owed => owed.Effect is EnrolFace enrol && enrol.FaceId == faceId).ShouldBe(face.Status == EnrolmentStatus.Wanted);
                person.Owed.Slots.Values.Any(owed => owed.Effect is RemoveFace remove && remove.FaceId == faceId).ShouldBe(face.Status == EnrolmentStatus.Leaving);
            }
        }

        private void CheckStored()
        {
            var serializer = new GrainStateSerializer();
            var stored = serializer.Serialize(_story.State);
            serializer.Serialize(serializer.Deserialize<PersonState>(stored)).ToString().ShouldBe(stored.ToString());
        }
    }
}
