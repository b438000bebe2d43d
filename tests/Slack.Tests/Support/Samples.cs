using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Slack.Tests.Support;

internal static class Samples
{
    public const string FaceId = "0b0f3f5e-4d56-4a7c-9c57-1f2d3c4b5a69";

    public const string OtherFaceId = "11111111-2222-4333-8444-555555555555";

    public const string Dana = "U0DANALEVI";

    public const string Omer = "U0OMERCOHEN";

    /// <summary>The smallest thing that starts like a JPEG: the stand-in looks no further.</summary>
    public static byte[] Jpeg { get; } = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF"u8, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xFF, 0xD9];

    public static PromptView Prompt(PromptKind kind) => new()
    {
        FaceId = FaceId,
        Round = 1,
        Kind = kind,
        PersonId = kind is PromptKind.Question ? null : Dana,
        PersonName = kind is PromptKind.Question ? "" : "Dana Levi",
        Confidence = 0.934,
        Required = 2,
    };

    /// <summary>The metadata that a prompt about <see cref="FaceId"/> carries.</summary>
    public static JsonObject Metadata(int round) => new()
    {
        ["event_type"] = "atmosphere_face",
        ["event_payload"] = new JsonObject { ["face_id"] = FaceId, ["round"] = round },
    };

    public static ImmutableArray<ShownVote> Votes(int count) =>
        [.. Enumerable.Range(1, count).Select(i => new ShownVote { VoterId = $"U{i:D10}", PersonId = Dana })];
}
