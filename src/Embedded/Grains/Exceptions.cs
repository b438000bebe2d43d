namespace Atmosphere.Embedded;

/// <summary>The base of the engine's own exceptions. It has the name it has in Orleans, because grain code may catch it.</summary>
public class OrleansException : Exception
{
    public OrleansException() : base("Unexpected error.") { }

    public OrleansException(string message) : base(message) { }

    public OrleansException(string message, Exception? innerException) : base(message, innerException) { }
}

/// <summary>Somebody else has written the record since it was read. The activation is dropped when this escapes from a call.</summary>
public class InconsistentStateException : OrleansException
{
    public InconsistentStateException() { }

    public InconsistentStateException(string message) : base(message) { }

    public InconsistentStateException(string message, Exception? innerException) : base(message, innerException) { }

    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag) : this(errorMsg, storedEtag, currentEtag, null) { }

    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag, Exception? storageException)
        : base(errorMsg, storageException)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    /// <summary>The version in the store; null when there is no record or it is not known.</summary>
    public string? StoredEtag { get; }

    /// <summary>The version that the writer believed in; null when it believed that there is no record.</summary>
    public string? CurrentEtag { get; }

    /// <summary>The activation that wrote.</summary>
    internal object? WrittenBy { get; set; }

    public override string ToString() => $"InconsistentStateException: {Message} Expected Etag={CurrentEtag} Received Etag={StoredEtag} {InnerException}";
}

/// <summary>A grain names a storage or stream provider that the host has not set up.</summary>
public class BadProviderConfigException : OrleansException
{
    public BadProviderConfigException() { }

    public BadProviderConfigException(string message) : base(message) { }

    public BadProviderConfigException(string message, Exception? innerException) : base(message, innerException) { }
}

/// <summary>The engine is not running: not started yet, stopping or stopped.</summary>
public class SiloUnavailableException : OrleansMessageRejectionException
{
    public SiloUnavailableException() { }

    public SiloUnavailableException(string message) : base(message) { }

    public SiloUnavailableException(string message, Exception? innerException) : base(message, innerException) { }
}

/// <summary>A call could not be handed to its grain. It was not run.</summary>
public class OrleansMessageRejectionException : OrleansException
{
    public OrleansMessageRejectionException() { }

    public OrleansMessageRejectionException(string message) : base(message) { }

    public OrleansMessageRejectionException(string message, Exception? innerException) : base(message, innerException) { }
}
