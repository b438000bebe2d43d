using System.Runtime.CompilerServices;

namespace Atmosphere.Simulation;

/// <summary>What happened, in the world's words, with virtual times. Kept only when somebody wants to read it.</summary>
internal sealed class Trace(OneThread thread, bool keeps)
{
    private readonly List<string> _lines = [];

    public bool Keeps => keeps;

    public IReadOnlyList<string> Lines => _lines;

    public void Note(string line)
    {
        if (keeps) _lines.Add(Stamped(line));
    }

    /// <summary>Is formatted only when it is kept.</summary>
    public void Note([InterpolatedStringHandlerArgument("")] ref TraceLine line)
    {
        if (keeps) _lines.Add(Stamped(line.ToString()));
    }

    private string Stamped(string line) => $"{thread.Now - thread.Start:d\\.hh\\:mm\\:ss\\.fff}  {line}";
}

/// <summary>A line that costs nothing unless the trace is kept.</summary>
[InterpolatedStringHandler]
internal ref struct TraceLine
{
    private DefaultInterpolatedStringHandler _inner;

    public TraceLine(int literalLength, int formattedCount, Trace trace, out bool keeps)
    {
        keeps = trace.Keeps;
        _inner = keeps ? new DefaultInterpolatedStringHandler(literalLength, formattedCount, System.Globalization.CultureInfo.InvariantCulture) : default;
    }

    public void AppendLiteral(string value) => _inner.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => _inner.AppendFormatted(value);

    public override string ToString() => _inner.ToStringAndClear();
}
