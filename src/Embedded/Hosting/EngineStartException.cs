namespace Atmosphere.Embedded.Hosting;

/// <summary>The engine can't start with this database: it is in use, of a newer version, or not one. The message is for an operator.</summary>
public sealed class EngineStartException(string message, Exception? inner = null) : InvalidOperationException(message, inner);
