namespace Atmosphere.Silo.Operating;

/// <summary>What an operator asked for can't be done, and nothing was changed. Says why, and what to do.</summary>
public sealed class RefusalException(string reason, Exception? inner = null) : Exception(reason, inner);
