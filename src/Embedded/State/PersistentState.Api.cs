namespace Atmosphere.Embedded;

/// <summary>One stored record of a grain.</summary>
public interface IStorage
{
    /// <summary>The version of the record as last read or written; null when there is none.</summary>
    string? Etag { get; }

    bool RecordExists { get; }

    /// <summary>Replaces the state in memory by the stored one.</summary>
    Task ReadStateAsync();

    /// <inheritdoc cref="ReadStateAsync()"/>
    Task ReadStateAsync(CancellationToken cancellationToken);

    /// <summary>Writes the state as it is now. When the task completes it is on disk.</summary>
    /// <exception cref="InconsistentStateException">Somebody else has written since the last read or write.</exception>
    Task WriteStateAsync();

    /// <inheritdoc cref="WriteStateAsync()"/>
    Task WriteStateAsync(CancellationToken cancellationToken);

    /// <summary>Deletes the record, and makes the state in memory a new one.</summary>
    /// <exception cref="InconsistentStateException">Somebody else has written since the last read or write.</exception>
    Task ClearStateAsync();

    /// <inheritdoc cref="ClearStateAsync()"/>
    Task ClearStateAsync(CancellationToken cancellationToken);
}

/// <summary>One stored record of a grain, with its value.</summary>
public interface IStorage<TState> : IStorage
{
    /// <summary>The state in memory. Changing it writes nothing.</summary>
    TState State { get; set; }
}

/// <summary>A state that is injected into a grain's constructor and loaded before <c>OnActivateAsync</c>.</summary>
public interface IPersistentState<TState> : IStorage<TState>;

/// <summary>On a constructor parameter of a grain: which record it is.</summary>
/// <param name="stateName">The name of the record within the grain.</param>
/// <param name="storageName">The storage provider's name; null for the default one.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
{
    public string StateName { get; } = stateName;

    public string? StorageName { get; } = storageName;
}

/// <summary>Turns states and stream events into bytes and back. The host supplies it, the same one for every engine.</summary>
public interface IGrainStorageSerializer
{
    BinaryData Serialize<T>(T? input);

    T? Deserialize<T>(BinaryData input);
}
