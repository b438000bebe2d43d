using System.Text;
using System.Text.Json.Nodes;
using Atmosphere.Grains.DeadLetters;
using Atmosphere.Grains.Streams;

namespace Atmosphere.Grains.Tests.Streams;

/// <summary>Messages of senders that we don't know: a face or a reason, never a fault.</summary>
public sealed class ArrivalMessageTests
{
    private const string FaceId = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

    private const string Whole =
        """
        {"faceId":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","photoId":"IMG_0042","cameraId":"lobby","takenAt":"2026-03-02T08:59:58+01:00",
         "rectangle":{"left":412,"top":80,"width":90,"height":96},"faceInZoomIn":{"left":255,"top":120,"width":90,"height":96}}
        """;

    private static readonly DateTimeOffset SentAt = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_whole_message_becomes_the_event_of_its_face()
    {
        var (face, flaw) = Read(Whole);

        flaw.ShouldBeNull();
        face.ShouldBe(new FaceArrived
        {
            FaceId = FaceId,
            PhotoId = "IMG_0042",
            CameraId = "lobby",
            TakenAt = new(2026, 3, 2, 8, 59, 58, TimeSpan.FromHours(1)),
            Rectangle = new() { Left = 412, Top = 80, Width = 90, Height = 96 },
            FaceInZoomIn = new() { Left = 255, Top = 120, Width = 90, Height = 96 },
        });
        face!.Flaw(FaceId).ShouldBeNull();
    }

    [Fact]
    public void Names_and_time_may_be_left_out_and_what_is_unknown_is_ignored()
    {
        var (face, _) = Read(With(message =>
        {
            message.Remove("photoId");
            message.Remove("cameraId");
            message["takenAt"] = null;
            message["weather"] = new JsonObject { ["sunny"] = true };
        }));

        face.ShouldNotBeNull();
        (face.PhotoId, face.CameraId, face.TakenAt).ShouldBe(("", "", SentAt));
    }

    [Fact]
    public void A_byte_order_mark_is_no_reason_to_refuse() => Read([0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes(Whole)]).Face.ShouldNotBeNull();

    [Theory]
    [InlineData("faceId", "\"3F2504E0-4F89-41D3-9A0C-0305E82C3301\"", "faceId has to be a GUID in lower case")]
    [InlineData("faceId", "null", "faceId has to be a GUID in lower case")]
    [InlineData("faceId", "\"../../etc/passwd\"", "faceId has to be a GUID in lower case")]
    [InlineData("faceId", "42", "not the JSON that is expected")]
    [InlineData("rectangle", "null", "rectangle has to be")]
    [InlineData("rectangle", """{"left":0,"top":0,"width":0,"height":1}""", "rectangle has to be")]
    [InlineData("rectangle", """{"left":-1,"top":0,"width":1,"height":1}""", "rectangle has to be")]
    [InlineData("rectangle", """{"left":2147483647,"top":0,"width":2147483647,"height":1}""", "rectangle has to be")]
    [InlineData("rectangle", """{"left":1e99,"top":0,"width":1,"height":1}""", "not the JSON that is expected")]
    [InlineData("faceInZoomIn", """{"width":65536,"height":1}""", "faceInZoomIn has to be")]
    [InlineData("faceInZoomIn", "[]", "not the JSON that is expected")]
    [InlineData("takenAt", "\"yesterday\"", "not the JSON that is expected")]
    [InlineData("takenAt", "\"0001-01-01T00:00:00+14:00\"", "not the JSON that is expected")]
    [InlineData("photoId", "\"\\ud800\"", "not the JSON that is expected")]
    public void A_field_that_can_not_be_used_is_named(string field, string value, string reason)
    {
        var (face, flaw) = Read(With(message => message[field] = "@").Replace("\"@\"", value, StringComparison.Ordinal));

        face.ShouldBeNull();
        flaw.ShouldNotBeNull().ShouldContain(reason);
    }

    [Fact]
    public void Long_names_are_refused_and_not_cut()
    {
        Read(With(message => message["photoId"] = new string('p', 101))).Flaw.ShouldBe("photoId has at most 100 characters.");
        Read(With(message => message["cameraId"] = new string('c', 101))).Flaw.ShouldBe("cameraId has at most 100 characters.");
        Read(With(message => message["cameraId"] = new string('c', 100))).Face.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("{}{}")]
    public void What_is_no_such_object_is_refused(string body) => Read(body).Flaw.ShouldNotBeNullOrEmpty();

    [Fact]
    public void What_is_too_large_is_refused_unread()
    {
        Read(new byte[ArrivalMessage.Largest + 1]).Flaw.ShouldBe("The message has 16385 bytes, at most 16384 are read: pictures belong into the crop store.");
        Read(Whole.PadRight(ArrivalMessage.Largest)).Face.ShouldNotBeNull();
    }

    [Fact]
    public void Nesting_without_end_is_refused() => Read(string.Concat(Enumerable.Repeat("{\"a\":", 3000))).Flaw.ShouldNotBeNull();

    /// <summary>Fixed seed: a failure comes back.</summary>
    [Fact]
    public void Whatever_the_bytes_are_reading_them_gives_a_usable_face_or_a_reason_that_quotes_nothing()
    {
        var mutations = new Mutations(new Random(20_260_302), Encoding.UTF8.GetBytes(Whole));
        var (faces, flaws) = (0, 0);
        for (var number = 0; number < 50_000; number++)
        {
            var bytes = mutations.Next();
            var (face, flaw) = Read(bytes);

            if (face is not null)
            {
                faces++;
                flaw.ShouldBeNull();
                face.Flaw(face.FaceId).ShouldBeNull();
                ArrivalRules.IsOn(face.Rectangle, ArrivalRules.LongestSide, ArrivalRules.LongestSide).ShouldBeTrue();
                ArrivalRules.IsOn(face.FaceInZoomIn, ArrivalRules.LongestSide, ArrivalRules.LongestSide).ShouldBeTrue();
                face.PhotoId.Length.ShouldBeLessThanOrEqualTo(ArrivalRules.LongestName);
                face.CameraId.Length.ShouldBeLessThanOrEqualTo(ArrivalRules.LongestName);
            }
            else
            {
                flaws++;
                flaw.ShouldNotBeNullOrEmpty();
                flaw.Length.ShouldBeLessThanOrEqualTo(DeadLetterState.KeyLength);
                flaw.ShouldNotContain("IMG_");
                flaw.ShouldNotContain("lobby");
            }
        }

        faces.ShouldBeGreaterThan(1000, "some mutations hit only what may be anything");
        flaws.ShouldBeGreaterThan(1000);
    }

    private static (FaceArrived? Face, string? Flaw) Read(string body) => Read(Encoding.UTF8.GetBytes(body));

    private static (FaceArrived? Face, string? Flaw) Read(byte[] body) => ArrivalMessage.Read(body, SentAt);

    private static string With(Action<JsonObject> change)
    {
        var message = JsonNode.Parse(Whole)!.AsObject();
        change(message);
        return message.ToJsonString();
    }

    /// <summary>Damages a good message: bytes, tokens and whole fields.</summary>
    private sealed class Mutations(Random random, byte[] good)
    {
        private static readonly string[] Tokens =
        [
            "null", "true", "{}", "[]", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "-1", "0", "1e400", "9223372036854775808", "65535", "1.5", "NaN",
            "\"9999-12-31T23:59:59-14:00\"", "{\"$type\":\"x\"}", "{\"$ref\":\"1\"}", "\"\\uFEFF\"", ",", ":", "}", "]", "/*", "\u2028", "\"80\"",
        ];

        public byte[] Next()
        {
            if (random.Next(50) == 0) return Noise();
            var bytes = good.ToList();
            for (var times = random.Next(1, 4); times > 0 && bytes.Count > 0; times--) Damage(bytes);
            return [.. bytes];
        }

        private void Damage(List<byte> bytes)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveAt(at); break;
                case 2: bytes.Insert(at, (byte)random.Next(256)); break;
                case 3: bytes.RemoveRange(at, random.Next(bytes.Count - at)); break;
                case 4: bytes.InsertRange(at, bytes.GetRange(at, random.Next(bytes.Count - at))); break;
                default: ReplaceValue(bytes, at); break;
            }
        }

        /// <summary>Puts a token where the next value begins.</summary>
        private void ReplaceValue(List<byte> bytes, int at)
        {
            var colon = bytes.IndexOf((byte)':', at);
            if (colon < 0) return;
            var end = bytes.FindIndex(colon, one => one is (byte)',' or (byte)'}');
            if (end > 0) bytes.RemoveRange(colon + 1, end - colon - 1);
            bytes.InsertRange(colon + 1, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)]));
        }

        private byte[] Noise()
        {
            var noise = new byte[random.Next(200)];
            random.NextBytes(noise);
            return noise;
        }
    }
}
