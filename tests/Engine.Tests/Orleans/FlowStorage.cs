using System.Collections.Concurrent;
using Atmosphere.Engine.Tests.Contract;
using Atmosphere.Grains.Storage;

namespace Atmosphere.Engine.Tests;

/// <summary>States in the test's memory, written with the product's serialiser, so that they outlive a silo. It fails when it is told to.</summary>
internal sealed class FlowStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string Name, GrainId Grain), (BinaryData Payload, string Etag)> _states = new();
    private readonly ConcurrentDictionary<GrainId, bool> _failing = new();
    private readonly GrainStateSerializer _serializer = new();
    private int _etags;

    public void FailNextWrite(GrainId grain) => _failing[grain] = true;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_states.TryGetValue((stateName, grainId), out var stored))
        {
            grainState.State = _serializer.Deserialize<T>(stored.Payload);
            grainState.ETag = stored.Etag;
            grainState.RecordExists = true;
        }
        else
        {
            grainState.State = Activator.CreateInstance<T>();
            grainState.ETag = null;
            grainState.RecordExists = false;
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_failing.TryRemove(grainId, out _)) throw new StoreFailureException();
        if (_states.TryGetValue((stateName, grainId), out var stored) && stored.Etag != grainState.ETag)
            throw new InconsistentStateException($"{grainId} was written by somebody else.", stored.Etag, grainState.ETag);
        var etag = $"{Interlocked.Increment(ref _etags)}";
        _states[(stateName, grainId)] = (_serializer.Serialize(grainState.State), etag);
        grainState.ETag = etag;
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _states.TryRemove((stateName, grainId), out _);
        grainState.State = Activator.CreateInstance<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }
}
