using System.Collections.Immutable;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Channels;

/// <summary>Hands out places in one Slack channel. Never posts itself, keeps no queue. Key: Slack channel id.</summary>
[Alias("Atmosphere.IChannelGrain")]
public interface IChannelGrain : IGrainWithStringKey
{
    /// <summary>May this face post now? Repeated for a face that has an open place, it takes no second one.</summary>
    [Alias("TakeSlot")]
    Task<SlotAnswer> TakeSlot(SlotRequest request);

    /// <summary>The face's question is no longer open. Repeated, it changes nothing.</summary>
    [Alias("Release")]
    Task Release(string faceId);

    /// <summary>Faces whose questions are open.</summary>
    [ReadOnly, Alias("ListOpen")]
    Task<ImmutableArray<string>> ListOpen();
}

/// <summary>What a face wants to post.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.SlotRequest")]
public sealed record SlotRequest
{
    [Id(0)] public string FaceId { get; init; } = "";

    /// <summary>True for a question, which stays open; false for an announcement.</summary>
    [Id(1)] public bool Asks { get; init; }

    /// <summary>The message exists already and is only changed: it needs an open place, but no post.</summary>
    [Id(2)] public bool AlreadyPosted { get; init; }

    /// <summary>The recogniser is nearly sure whom it shows.</summary>
    [Id(3)] public bool IsSuggested { get; init; }

    [Id(4)] public FaceQuality Quality { get; init; }

    /// <summary>The face's shorter side in pixels.</summary>
    [Id(5)] public int Side { get; init; }
}

/// <summary>Post now, or ask again after a wait.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.SlotAnswer")]
public sealed record SlotAnswer
{
    [Id(0)] public bool Granted { get; init; }

    [Id(1)] public TimeSpan Wait { get; init; }
}
