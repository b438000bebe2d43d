using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Atmosphere.Api.Intake;
using Atmosphere.Api.Slack;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Streams;
using Atmosphere.Silo.Crops;
using Atmosphere.Slack;
using Atmosphere.Slack.Interactions;
using Atmosphere.Slack.Signing;

namespace Atmosphere.Api.Tests.Fuzz;

/// <summary>Whatever comes, every parser gives an answer, and what it lets through is well-formed.</summary>
public sealed class ParserFuzzTests(ITestOutputHelper output)
{
    private const int Usual = 40_000;
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly Action<Random, Mutator, Tally>[] Parsers = [Interaction, HubMessage, Event, Picture, Reference, Ids, Signature, PictureKey];

    [Fact]
    public void No_input_makes_a_parser_throw_or_lets_a_wrong_id_through()
    {
        var inputs = FuzzRun.CountOr(Usual);
        var watch = Stopwatch.StartNew();
        var tally = new Tally();
        foreach (var seed in FuzzRun.Seeds)
        {
            output.WriteLine($"seed {seed}");
            for (var number = 0; number < inputs / FuzzRun.Seeds.Count; number++)
            {
                var random = FuzzRun.Source(seed, number);
                try
                {
                    Parsers[number % Parsers.Length](random, new Mutator(random), tally);
                }
                catch (Exception fault)
                {
                    throw new InvalidOperationException(FuzzRun.Name(seed, number), fault);
                }
            }
        }

        output.WriteLine($"{inputs} inputs in {watch.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s; let through: {tally}");

        // Else the damage would be such that nothing gets past the first check.
        tally.ShouldHaveLetThroughSomeOf("press", "event", "message", "picture", "reference");
    }

    private static void Interaction(Random random, Mutator mutator, Tally tally)
    {
        var payload = mutator.Json(Samples.Press(random));
        var body = mutator.Rarely(3) ? mutator.Bytes(Samples.Form(payload)) : Samples.Form(payload);
        if (InteractionParser.Parse(body) is not FaceInteraction press) return;
        tally.LetThrough("press");
        FaceIds.IsValid(press.Face.FaceId).ShouldBeTrue();
        press.Face.Round.ShouldBeGreaterThanOrEqualTo(0);
        SlackIds.IsUser(press.UserId).ShouldBeTrue();
        SlackIds.IsChannel(press.ChannelId).ShouldBeTrue();
        SlackIds.IsTs(press.ActionTs).ShouldBeTrue();
        if (press is VotePressed { Choice: Atmosphere.Slack.Interactions.VoteChoice.Person } vote) SlackIds.IsUser(vote.PersonId).ShouldBeTrue();
        Presses.ToCommand(press, Now).UserId.ShouldBe(press.UserId);
    }

    private static void HubMessage(Random random, Mutator mutator, Tally tally)
    {
        var (face, flaw) = ArrivalMessage.Read(mutator.Json(Samples.Message(random)), Now);
        (face is null).ShouldBe(flaw is not null);
        if (face is null) return;
        tally.LetThrough("message");
        FaceIds.IsValid(face.FaceId).ShouldBeTrue();
        face.PhotoId.Length.ShouldBeLessThanOrEqualTo(ArrivalRules.LongestName);
        ArrivalRules.IsOn(face.FaceInZoomIn, ArrivalRules.LongestSide, ArrivalRules.LongestSide).ShouldBeTrue();
    }

    private static void Event(Random random, Mutator mutator, Tally tally)
    {
        ImagesInDbRequest? request;
        try
        {
            request = JsonSerializer.Deserialize<ImagesInDbRequest>(mutator.Json(Samples.Event(random)), JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return; // the endpoint's answer to it is a 400
        }

        if (request is null || request.Refuse() is not null) return;
        tally.LetThrough("event");
        FaceIds.IsValid(request.FaceId).ShouldBeTrue();
        ImageHeader.Read(request.Crop)!.MediaType.ShouldBe(ImageHeader.JpegType);
    }

    private static void Picture(Random random, Mutator mutator, Tally tally)
    {
        var picture = mutator.Bytes(mutator.Pick(Samples.Pictures));
        if (PhotoIntake.Refuse(picture) is not null) return;
        tally.LetThrough("picture");
        ImageHeader.Read(picture)!.Pixels.ShouldBeInRange(1, IntakeLimits.MostPixels);
    }

    private static void Reference(Random random, Mutator mutator, Tally tally)
    {
        var valid = FaceRef.Of(mutator.Pick(Samples.Faces), random.Next(100));
        var (value, block) = (mutator.Text(valid.ToString()), mutator.Text(valid.ToBlockId("answers", "0a1b2c3d")));
        if (FaceRef.TryParse(value, out var read))
        {
            tally.LetThrough("reference");
            read.ToString().ShouldBe(value, "one reference has one spelling");
        }

        if (FaceRef.TryParseBlockId(block, out var inBlock)) block.ShouldStartWith(inBlock + "|");
    }

    private static void Ids(Random random, Mutator mutator, Tally tally)
    {
        var (photo, face, user) = (mutator.Text(new string('a', PhotoId.Length)), mutator.Text(mutator.Pick(Samples.Faces)), mutator.Text(mutator.Pick(Samples.Users)));
        if (PhotoId.IsValid(photo)) photo.All(char.IsAsciiHexDigitLower).ShouldBeTrue();
        if (FaceIds.IsValid(face)) Guid.Parse(face).ToString("D").ShouldBe(face);
        if (SlackIds.IsUser(user)) user.All(char.IsAsciiLetterOrDigit).ShouldBeTrue();
        if (SlackIds.IsTs(mutator.Text("1712345678.000100"))) tally.LetThrough("time");
    }

    private static void Signature(Random random, Mutator mutator, Tally tally)
    {
        const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";
        var body = Encoding.UTF8.GetBytes(mutator.OddText());
        var timestamp = Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = SlackSignature.Sign(body, timestamp, Secret);
        var (otherTime, otherSignature) = (random.Next(2) == 0 ? timestamp : mutator.Text(timestamp), random.Next(2) == 0 ? signature : mutator.Text(signature));
        var isSame = otherTime == timestamp && string.Equals(otherSignature, signature, StringComparison.OrdinalIgnoreCase) && otherSignature.StartsWith("v0=", StringComparison.Ordinal);
        (SlackSignature.Verify(body, otherTime, otherSignature, [Secret], Now) == SignatureVerdict.Valid).ShouldBe(isSame);
        if (isSame) tally.LetThrough("signature");
    }

    private static void PictureKey(Random random, Mutator mutator, Tally tally)
    {
        var key = mutator.Text(CropKeys.Crop(mutator.Pick(Samples.Faces)));
        try
        {
            var (kind, id) = CropKey.Split(key);
            (kind + id).ShouldNotContain("/");
            (kind + id).ShouldNotContain(".");
            tally.LetThrough("key");
        }
        catch (ArgumentException)
        {
            tally.LetThrough("refused key");
        }
    }

    /// <summary>How many inputs of a kind were valid in spite of the damage.</summary>
    private sealed class Tally
    {
        private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

        public void LetThrough(string what) => _counts[what] = _counts.GetValueOrDefault(what) + 1;

        public void ShouldHaveLetThroughSomeOf(params IEnumerable<string> kinds)
        {
            foreach (var kind in kinds) _counts.GetValueOrDefault(kind).ShouldBePositive(kind);
        }

        public override string ToString() => string.Join(", ", _counts.Select(count => $"{count.Value} × {count.Key}"));
    }
}
