using System.Globalization;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Storage;
using Atmosphere.Grains.Tests.Faces;
using FsCheck;
using FsCheck.Fluent;

namespace Atmosphere.Grains.Tests.Properties;

/// <summary>What holds for a face whatever it is told, in whatever order, early, late or twice.</summary>
/// <remarks>Shouldly's assertions that take an expression compile it every time: none of them in a walk of many thousand steps.</remarks>
public sealed class FaceProperties
{
    /// <summary>Few voters make a dispute, so that random sequences get there.</summary>
    private static readonly FaceRules Rules = FaceStory.DefaultRules with { MaxVoters = 3 };

    private static readonly FaceRules Asks = Rules with { AsksThePerson = true };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whatever_a_face_is_told_its_rules_hold(bool asksThePerson) => Rule.Holds(
        Sequences,
        moves =>
        {
            var walk = new FaceWalk(asksThePerson ? Asks : Rules);
            foreach (var move in moves.All) walk.Make(move);
            walk.CheckStored();
        },
        tests: 600,
        shrink: Rule.Shorter);

    /// <summary>Guards the generator: a property over sequences that never get anywhere would show nothing.</summary>
    [Fact]
    public void The_random_sequences_reach_every_status_and_third_rounds()
    {
        var missing = Enum.GetValues<FaceStatus>().Where(status => status != FaceStatus.Unknown).ToHashSet();
        var rounds = 0;
        foreach (var moves in Enumerable.Range(0, 100).SelectMany(_ => Sequences.Sample(60, 50)))
        {
            var walk = new FaceWalk(Rules);
            foreach (var move in moves.All)
            {
                walk.Make(move);
                missing.Remove(walk.Face.Status);
                rounds = Math.Max(rounds, walk.Face.Round);
            }

            if (missing.Count == 0 && rounds > 2) break;
        }

        missing.ShouldBeEmpty();
        rounds.ShouldBeGreaterThan(2);
    }

    /// <summary>Guards the generator where the person is asked, too.</summary>
    [Fact]
    public void The_random_sequences_reach_her_yes_and_her_no_early_and_late()
    {
        var (yes, no, lateNo) = (0, 0, 0);
        foreach (var moves in Enumerable.Range(0, 100).SelectMany(_ => Sequences.Sample(60, 50)))
        {
            var walk = new FaceWalk(Asks);
            foreach (var move in moves.All)
            {
                var before = walk.Face;
                walk.Make(move);
                if (walk.Face is { Status: FaceStatus.Agreed, LeadFaceId: null } && before.Status == FaceStatus.Asking && CountFor(walk.Face) < Asks.Required) yes++;
                if (walk.Face.Vetoed?.Count > (before.Vetoed?.Count ?? 0)) _ = before.Status == FaceStatus.Tagged ? lateNo++ : no++;
            }

            if (yes > 0 && no > 0 && lateNo > 0) return;
        }

        (yes > 0, no > 0, lateNo > 0).ShouldBe((true, true, true));

        static int CountFor(FaceState face) => face.Votes.Values.Count(vote => vote.Standing == VoteStanding.Verified && vote.Choice == VoteChoice.Person(face.PersonId!));
    }

    [Fact]
    public void The_order_of_votes_and_checks_does_not_change_who_can_win() => Rule.Holds(
        from choices in Gen.Choose(0, 3).ArrayOf(Rules.MaxVoters)
        from voters in Gen.Choose(1, Rules.MaxVoters)
        from casts in Gen.Shuffle(Enumerable.Range(0, voters).ToArray())
        from checks in Gen.Shuffle(Enumerable.Range(0, voters).ToArray())
        from early in Gen.Choose(0, voters)
        select (choices.Take(voters).ToArray(), casts, checks, early),
        ballot =>
        {
            var (choices, casts, checks, early) = ballot;
            var story = FaceStory.Asked(Rules);
            var cast = new HashSet<int>();
            foreach (var voter in casts)
            {
                story.Tell(story.Vote($"U0V{voter}", Choice(choices[voter])));
                cast.Add(voter);

                // Some votes are checked while others are still being cast.
                if (cast.Count <= early && checks.Take(early).Contains(voter)) story.Tell(story.Check($"U0V{voter}"));
            }

            foreach (var voter in checks) story.Tell(story.Check($"U0V{voter}"));

            var able = choices.GroupBy(choice => choice).Where(group => group.Count() >= Rules.Required).Select(group => Choice(group.Key)).ToList();
            switch (story.State.Status)
            {
                case FaceStatus.Agreed: able.ShouldContain(VoteChoice.Person(story.State.PersonId!)); break;
                case FaceStatus.Dismissed: able.ShouldContain(choice => choice.Kind != VoteKind.Person); break;
                case FaceStatus.Disputed: able.ShouldBeEmpty(); choices.Length.ShouldBe(Rules.MaxVoters); break;
                case FaceStatus.Asking: able.ShouldBeEmpty(); choices.Length.ShouldBeLessThan(Rules.MaxVoters); break;
                default: story.State.Status.ShouldBe(FaceStatus.Asking); break;
            }
        });

    private static VoteChoice Choice(int number) => number switch
    {
        0 => VoteChoice.NotAFace,
        1 => VoteChoice.NobodyWeKnow,
        5 => VoteChoice.NotThem("U0P2"),
        _ => VoteChoice.Person($"U0P{number}"),
    };

    private static Gen<Moves<FaceMove>> Sequences { get; } =
        from known in Gen.Elements(FaceMoveKind.NotIdentified, FaceMoveKind.Unsure, FaceMoveKind.Unplaced, FaceMoveKind.Unplaced, FaceMoveKind.Identified, FaceMoveKind.Unusable)
        from rest in Move().ArrayOf()
        from next in Gen.Elements(FaceMoveKind.Alone, FaceMoveKind.Follows)
        select new Moves<FaceMove>([new(FaceMoveKind.Arrive), new(known), new(next), new(FaceMoveKind.Shown), .. rest]);

    private static Gen<FaceMove> Move() =>
        from kind in Gen.Frequency(
            (8, Gen.Constant(FaceMoveKind.Vote)),
            (10, Gen.Constant(FaceMoveKind.Check)),
            (4, Gen.Constant(FaceMoveKind.Enrolled)),
            (3, Gen.Constant(FaceMoveKind.Undo)),
            (2, Gen.Elements(FaceMoveKind.Follows, FaceMoveKind.Sheet)),
            (3, Gen.Elements(FaceMoveKind.OwnAnswer, FaceMoveKind.OwnCheck)),
            (6, Gen.Elements(Enum.GetValues<FaceMoveKind>())))
        from voter in Gen.Choose(0, 5)
        from choice in Gen.Frequency((5, Gen.Choose(2, 3)), (3, Gen.Choose(0, 5)))
        from lag in Gen.Frequency((8, Gen.Constant(0)), (1, Gen.Choose(1, 4)))
        from oldRound in Gen.Frequency((12, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new FaceMove(kind, voter, choice, lag, oldRound);

    internal enum FaceMoveKind
    {
        Arrive, Identified, NotIdentified, Unsure, Unplaced, Alone, Follows, Sheet, Joins, Split, Unusable, Reopen, Pictures, Shown, Vote, TakeBack, NotThem, Undo, Check, RefuseVote,
        Enrolled, Full, EnrolmentRefused, EventsStored, Tick, LateTick, Drop, SettleOldest, Forget, ForgetVoter, IsForgotten, FilesDeleted, PhotoForgot,
        OwnAnswer, OwnCheck, OwnMessage,
    }

    /// <param name="Kind">What to tell.</param>
    /// <param name="Voter">By whom.</param>
    /// <param name="Choice">For whom.</param>
    /// <param name="Lag">0: newer than everything before; 1: the same time as the last press; more: older.</param>
    /// <param name="OldRound">On the prompt of the round before.</param>
    internal sealed record FaceMove(FaceMoveKind Kind, int Voter = 0, int Choice = 2, int Lag = 0, bool OldRound = false);

    /// <summary>A face, the rules it must keep, and a naive count of the votes to compare with.</summary>
    private sealed class FaceWalk(FaceRules rules)
    {
        private readonly HashSet<string> _asked = [];
        private readonly HashSet<string> _vetoed = [];
        private readonly Dictionary<string, (decimal At, VoteChoice? Choice, bool Verified)> _ballots = [];
        private readonly List<FaceEvent> _history = [];
        private DateTimeOffset _now = FaceStory.Start;
        private long _presses = 100;

        public FaceState Face { get; private set; } = new();

        public void Make(FaceMove move)
        {
            if (move.Kind == FaceMoveKind.SettleOldest)
            {
                SettleOldest();
                return;
            }

            _now += move.Kind == FaceMoveKind.LateTick ? TimeSpan.FromDays(8) : TimeSpan.FromSeconds(1);
            var before = Face;
            var command = Command(move) with { At = _now };
            var events = FaceDecider.Decide(before, command, rules);
            Face = events.Aggregate(before, FaceDecider.Evolve);
            _history.AddRange(events);

            FaceDecider.Decide(Face, command, rules).ShouldBeEmpty("a command repeated yields no events");
            if (events.IsEmpty) Face.ShouldBeSameAs(before);
            Count(before, command, events);
            CheckRules(before, events);
        }

        /// <summary>The pump has performed the oldest effect; the agreement alone stays owed until the gallery has answered.</summary>
        private void SettleOldest()
        {
            var oldest = Face.Owed.Slots.Values.Where(owed => owed.Effect is not SendFaceForTraining).MinBy(owed => owed.Number);
            if (oldest is not null) Face = Face with { Owed = Face.Owed.Settle(oldest.Effect.Slot, oldest.Number) };
        }

        private FaceCommand Command(FaceMove move)
        {
            var voter = $"U0V{move.Voter}";
            var round = move.OldRound ? Face.Round - 1 : Face.Round;
            if (move.Lag == 0) _presses++;
            var ts = FaceStory.Ts(_presses - Math.Max(0, move.Lag - 1));
            var person = Face.PersonId ?? "U0P2";
            var named = $"U0P{2 + (move.Voter % 2)}";
            return move.Kind switch
            {
                FaceMoveKind.Arrive => new AcceptFace { Face = FaceStory.Arrival() },
                FaceMoveKind.Identified => new NoteIdentified { PersonId = "U0P2", Confidence = 0.8 },
                FaceMoveKind.NotIdentified => new NoteNotIdentified(),
                FaceMoveKind.Unsure => new NoteNotIdentified { Suggestion = new() { PersonId = "U0P2", Confidence = 0.6 } },
                FaceMoveKind.Unplaced => new NoteNotIdentified { Sighting = new() { DetectedFaceId = "detected" } },
                FaceMoveKind.Alone => new NoteAlone(),
                FaceMoveKind.Follows => new NoteFollows { LeadFaceId = "lead", AddsNothing = move.Choice == 0 },
                FaceMoveKind.Sheet => new TakeSheet { Sheet = Sheet(move) },
                FaceMoveKind.Joins => new AcceptFollower { FaceId = $"face-{move.Choice}" },
                FaceMoveKind.Split => new SplitFollower { UserId = voter, Round = round, ActionTs = ts, FollowerId = $"face-{move.Choice}" },
                FaceMoveKind.Reopen => new ReopenFace { UserId = voter, Round = round, ActionTs = ts },
                FaceMoveKind.Unusable => new NoteUnusable { Reason = "no face" },
                FaceMoveKind.Pictures => new NotePicturesUploaded { Pictures = new() { CropFileId = "F0CROP" } },
                FaceMoveKind.Shown => new NotePromptShown { Message = new() { ChannelId = "C0", Ts = ts }, Round = round },
                FaceMoveKind.Vote => new CastVote { UserId = voter, Choice = Choice(move.Choice), Round = round, ActionTs = ts },
                FaceMoveKind.TakeBack => new TakeBackVote { UserId = voter, Round = round, ActionTs = ts },
                FaceMoveKind.NotThem => new DisputeIdentification { UserId = voter, Round = round, ActionTs = ts },
                FaceMoveKind.Undo => new UndoTag { UserId = voter, Round = round, ActionTs = ts },
                FaceMoveKind.Check => Checked(voter, round, move.Lag, null),
                FaceMoveKind.RefuseVote => Checked(voter, round, move.Lag, "bots can't vote"),
                FaceMoveKind.Enrolled => new NoteEnrolment { Round = round, PersonId = person, Enrolled = true },
                FaceMoveKind.Full => new NoteEnrolment { Round = round, PersonId = person, Enrolled = false },
                FaceMoveKind.EnrolmentRefused => new NoteEnrolmentRefused { Round = round, PersonId = person, Code = "InvalidImage" },
                FaceMoveKind.EventsStored => new NoteEventsStored { UpTo = Face.Events - move.Lag },
                FaceMoveKind.Drop => new DropPictures { Before = _now },
                FaceMoveKind.Forget => new ForgetPerson { PersonId = "U0P2" },
                FaceMoveKind.ForgetVoter => new ForgetPerson { PersonId = voter },
                FaceMoveKind.IsForgotten => new NoteIsForgotten(),
                FaceMoveKind.FilesDeleted => new NoteSlackFilesDeleted { FileIds = Face.SlackFiles },
                FaceMoveKind.PhotoForgot => new NotePhotoForgot(),
                FaceMoveKind.OwnAnswer => new CastVote { UserId = named, Choice = move.Choice % 2 == 0 ? VoteChoice.Person(named) : VoteChoice.NotThem(named), Round = round, ActionTs = ts },
                FaceMoveKind.OwnCheck => Checked(named, round, move.Lag, null),
                FaceMoveKind.OwnMessage => new NotePersonAsked { PersonId = named, Round = round, Message = new() { ChannelId = "D0", Ts = ts } },
                FaceMoveKind.Tick or FaceMoveKind.LateTick => new FaceTick(),
                var other => throw new InvalidOperationException($"No command for {other}."),
            };
        }

        /// <summary>What a lead may say: of this round or the next, agreed with votes enough, or over without.</summary>
        private LeadSheet Sheet(FaceMove move)
        {
            var votes = new LeadSheet().Votes;
            for (var voter = 0; voter < Rules.Required; voter++)
                votes = votes.SetItem($"U0V{voter}", new() { Choice = VoteChoice.Person("U0P2"), ActionTs = FaceStory.Ts(_presses), Standing = VoteStanding.Verified });
            FaceStatus[] statuses = [FaceStatus.Asking, FaceStatus.Agreed, FaceStatus.Tagged, FaceStatus.Dismissed, FaceStatus.Expired, FaceStatus.Unusable];
            var status = move is { Voter: 4, Choice: 5 } ? FaceStatus.Forgotten : statuses[move.Choice];
            var agreed = status is FaceStatus.Agreed or FaceStatus.Tagged;
            return new()
            {
                LeadFaceId = "lead",
                Version = Face.Together.LeadVersion + 1 - move.Lag,
                Round = Math.Max(1, Face.Together.LeadRound + (move.Voter % 2)),
                Status = status,
                PersonId = agreed ? "U0P2" : null,
                Votes = agreed ? votes : new LeadSheet().Votes,
                Dismissal = VoteKind.NobodyWeKnow,
                IsShown = move.Voter < 3,
                Leave = move.Voter == 5,
            };
        }

        private NoteVoteChecked Checked(string voter, int round, int lag, string? refusal)
        {
            var ts = Face.Votes.TryGetValue(voter, out var vote) && lag == 0 ? vote.ActionTs : FaceStory.Ts(_presses - lag);
            return new() { VoterId = voter, ActionTs = ts, Round = round, Refusal = refusal };
        }

        /// <summary>What a child would count: the last word of each voter in this round, by the time of the press.</summary>
        private void Count(FaceState before, FaceCommand command, IReadOnlyList<FaceEvent> events)
        {
            var asking = before.Status == FaceStatus.Asking;
            switch (command)
            {
                case FacePress press when asking && press.Round == before.Round && press is CastVote or TakeBackVote:
                    var at = decimal.Parse(press.ActionTs, CultureInfo.InvariantCulture);
                    var known = _ballots.TryGetValue(press.UserId, out var ballot);
                    if (known && at <= ballot.At) break;
                    if (press is CastVote { Choice: { Kind: VoteKind.NotThem } no } && no.PersonId != before.Suggestion?.PersonId && !(no.PersonId == press.UserId && _asked.Contains(press.UserId))) break;
                    if (press is CastVote { Choice: { Kind: VoteKind.Person, PersonId: { } picked } } && picked != press.UserId && _vetoed.Contains(picked)) break;
                    if (press is CastVote vote) _ballots[press.UserId] = (at, vote.Choice, false);
                    else if (known && ballot.Choice is not null) _ballots[press.UserId] = (at, null, false);
                    break;
                case NoteVoteChecked noted when asking && noted.Round == before.Round:
                    if (!_ballots.TryGetValue(noted.VoterId, out var judged) || judged.Choice is null || judged.Verified) break;
                    if (judged.At != decimal.Parse(noted.ActionTs, CultureInfo.InvariantCulture)) break;
                    _ballots[noted.VoterId] = noted.Refusal is null ? judged with { Verified = true } : judged with { Choice = null };
                    break;
            }

            // Her no takes every vote for her away, and stands until she says yes.
            foreach (var vetoed in events.OfType<PersonVetoed>())
            {
                _vetoed.Add(vetoed.PersonId);
                foreach (var voter in _ballots.Where(ballot => ballot.Value.Choice == VoteChoice.Person(vetoed.PersonId)).Select(ballot => ballot.Key).ToList()) _ballots[voter] = _ballots[voter] with { Choice = null };
            }

            _asked.UnionWith(events.OfType<PersonAsked>().Select(asked => asked.PersonId));
            _vetoed.ExceptWith(events.OfType<AgreementReached>().Select(agreed => agreed.PersonId));
            if (command is ForgetPerson forget)
            {
                _asked.Remove(forget.PersonId);
                _vetoed.Remove(forget.PersonId);
                _ballots.Remove(forget.PersonId);
                foreach (var voter in _ballots.Where(ballot => ballot.Value.Choice?.PersonId == forget.PersonId).Select(ballot => ballot.Key).ToList()) _ballots[voter] = _ballots[voter] with { Choice = null };
            }

            if (Face.Status == FaceStatus.Forgotten) _ballots.Clear();
            if (Face.Round != before.Round) _asked.Clear();

            // The votes of a lead are this face's, whatever it had.
            if (Face.LeadFaceId is not null || before.LeadFaceId is not null)
            {
                _ballots.Clear();
                foreach (var (voter, cast) in Face.Votes) _ballots[voter] = (decimal.Parse(cast.ActionTs, CultureInfo.InvariantCulture), cast.IsLive ? cast.Choice : null, cast.Standing == VoteStanding.Verified);
                return;
            }

            if (Face.Round != before.Round || (Face.Status == FaceStatus.Unusable && before.Status == FaceStatus.Agreed)) _ballots.Clear();
        }

        private void CheckRules(FaceState before, IReadOnlyList<FaceEvent> events)
        {
            var live = Face.Votes.Where(entry => entry.Value.IsLive).ToDictionary(entry => entry.Key, entry => (entry.Value.Choice, entry.Value.Standing == VoteStanding.Verified));
            live.Count.ShouldBe(_ballots.Count(ballot => ballot.Value.Choice is not null));
            foreach (var (voter, vote) in live) vote.ShouldBe((_ballots[voter].Choice!, _ballots[voter].Verified));
            CheckAgreement();
            CheckLedger();
            CheckForgotten(before, events);
            (Face.Status == FaceStatus.Following && Face.LeadFaceId is null).ShouldBeFalse("who follows follows somebody");
            (Face.Status == FaceStatus.Asking && Face.LeadFaceId is not null).ShouldBeFalse("who follows is not asked about");
            if (Face.LeadFaceId is not null) Face.Together.Followers.ShouldBeEmpty("nobody leads and follows");

            Face.Round.ShouldBe(before.Round + events.Count(happened => happened is IdentificationDisputed or TagUndone or FaceReopened or FollowedBack or FaceDetected));
            events.OfType<PersonAsked>().All(_ => rules.AsksThePerson).ShouldBeTrue("nobody is asked where nobody wants that");
            if (Face.PersonId is { } person) Face.Excluded.Contains(person).ShouldBeFalse();
            if (Face.Suggestion is { } suggestion) (Face.Round == 1 && !Face.Excluded.Contains(suggestion.PersonId)).ShouldBeTrue("asked in the first round, until people say no");
            if (Face.Status != FaceStatus.Asking) Face.WakeAt.ShouldBeNull("only an open question wants to be woken");
            var numbers = Face.Unrecorded.Select(recorded => recorded.Sequence).ToList();
            if (!_history.Exists(happened => happened is PersonRemoved or FaceForgotten)) numbers.Select((number, place) => number - place).All(first => first == Face.Events - numbers.Count + 1).ShouldBeTrue("numbers without gaps, up to the last event");
            numbers.SequenceEqual(numbers.Where(number => number <= Face.Events).Distinct().Order()).ShouldBeTrue("numbers only grow");
        }

        /// <summary>What was written can be read, and is then the same.</summary>
        public void CheckStored()
        {
            var serializer = new GrainStateSerializer();
            var stored = serializer.Serialize(Face);
            serializer.Serialize(serializer.Deserialize<FaceState>(stored)).ToString().ShouldBe(stored.ToString());
        }

        private void CheckAgreement()
        {
            var agreements = _history.OfType<AgreementReached>().ToList();
            agreements.DistinctBy(agreement => agreement.Round).Count().ShouldBe(agreements.Count, "one agreement a round");
            var counts = _ballots.Values.Where(ballot => ballot is { Verified: true, Choice: not null }).GroupBy(ballot => ballot.Choice!).ToDictionary(group => group.Key, group => group.Count());
            switch (Face.Status)
            {
                case FaceStatus.Agreed or FaceStatus.Tagged when _history.Exists(happened => happened is PersonRemoved):
                    break; // what a forgotten voter has helped to decide stays decided
                case FaceStatus.Agreed or FaceStatus.Tagged:
                    var herWord = _asked.Contains(Face.PersonId!) && IsWordOf(Face.PersonId!, VoteChoice.Person(Face.PersonId!));
                    if (!herWord) counts[VoteChoice.Person(Face.PersonId!)].ShouldBeGreaterThanOrEqualTo(Rules.Required);
                    _vetoed.Contains(Face.PersonId!).ShouldBeFalse("nobody is named against her word");
                    break;
                case FaceStatus.Asking:
                    if (Face.Suggestion is { } suggestion) counts.GetValueOrDefault(VoteChoice.NotThem(suggestion.PersonId)).ShouldBeLessThan(Rules.Required);
                    _asked.Any(personId => IsWordOf(personId, VoteChoice.Person(personId))).ShouldBeFalse("her yes decides");
                    _asked.Any(personId => IsWordOf(personId, VoteChoice.NotThem(personId)) && !_vetoed.Contains(personId)).ShouldBeFalse("so does her no");
                    var answers = counts.Where(count => count.Key.Kind != VoteKind.NotThem).Select(count => count.Value).ToList();
                    answers.Append(0).Max().ShouldBeLessThan(Rules.Required);
                    answers.Sum().ShouldBeLessThan(Rules.MaxVoters);
                    break;
            }
        }

        private bool IsWordOf(string personId, VoteChoice choice) => _ballots.GetValueOrDefault(personId) is { Verified: true, Choice: { } own } && own == choice;

        /// <summary>Whoever was forgotten is named by nothing, until somebody names her anew; and a forgotten face names nobody but those who have decided something about others.</summary>
        private void CheckForgotten(FaceState before, IReadOnlyList<FaceEvent> events)
        {
            foreach (var removed in events.OfType<PersonRemoved>()) Naming.Of(Face).Contains(removed.PersonId).ShouldBeFalse();
            if (Face.Status != FaceStatus.Forgotten)
            {
                (before.Status == FaceStatus.Forgotten).ShouldBeFalse("forgotten for ever");
                return;
            }

            Naming.Of(Face with { Unrecorded = [] }).IsEmpty.ShouldBeTrue("a forgotten face names nobody");
            Naming.Of(Face).Where(userId => userId == before.PersonId || userId == before.ReferenceOf).ShouldBeEmpty("nor does what the audit is still to be told name her");
            (Face.Pictures is null).ShouldBeTrue();
        }

        private void CheckLedger()
        {
            var owed = Face.Owed;
            owed.Slots.ContainsKey(SendFaceForTraining.TrainingSlot).ShouldBe(Face.Status == FaceStatus.Agreed, "the training is owed exactly while agreed");
            (Face.Status is FaceStatus.Unknown or FaceStatus.Detected && owed.Slots.ContainsKey(PromptEffect.PromptSlot)).ShouldBeFalse("there is nothing to show yet");
            foreach (var (slot, entry) in owed.Slots)
            {
                entry.Effect.Slot.ShouldBe(slot);
                entry.Number.ShouldBeLessThanOrEqualTo(owed.LastNumber);
                if (entry.Effect is WithdrawFace withdrawal) withdrawal.Round.ShouldBeLessThan(Face.Round);
            }
        }
    }
}
