using System.Collections.Immutable;
using Atmosphere.Grains.Owing;

namespace Atmosphere.Grains.Channels;

/// <summary>The shell around <see cref="ChannelDecider"/>.</summary>
internal sealed class ChannelGrain(
    [PersistentState(WellKnownNames.States.Channel, WellKnownNames.Storage)] IPersistentState<ChannelState> store,
    ChannelRules rules,
    TimeProvider time) : Grain, IChannelGrain
{
    private ChannelMemory _memory = ChannelMemory.Empty;

    public async Task<SlotAnswer> TakeSlot(SlotRequest request)
    {
        var (channel, memory, answer) = ChannelDecider.Decide(store.State, _memory, request, rules, time.GetUtcNow());
        await WriteAsync(channel);
        _memory = memory;
        return answer;
    }

    public Task Release(string faceId) => WriteAsync(ChannelDecider.Release(store.State, faceId));

    public Task<ImmutableArray<string>> ListOpen() => Task.FromResult(store.State.Open.Keys.ToImmutableArray());

    private Task WriteAsync(ChannelState next) => store.WriteOrRestoreAsync(next, DeactivateOnIdle);
}
