namespace Atmosphere.VirtualTime;

/// <summary>Random numbers that follow from a seed alone, on every machine and for ever: SplitMix64 (Steele, Lea, Flood 2014).</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Dice of their own, so that one part of the world may ask for more numbers without changing another's.</summary>
    public Dice Fork() => new(Next());

    /// <summary>0 (inclusive) to 1 (exclusive).</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1ul << 53));

    public bool Chance(double probability) => probability > 0 && Fraction() < probability;

    /// <summary>0 (inclusive) to <paramref name="end"/> (exclusive).</summary>
    public int Below(int end) => (int)(Next() % (ulong)end);

    /// <summary>Both ends are included.</summary>
    public int From(int first, int last) => first + Below(last - first + 1);

    public T Pick<T>(IReadOnlyList<T> among) => among[Below(among.Count)];

    public TimeSpan Time(TimeSpan shortest, TimeSpan longest) => shortest + ((longest - shortest) * Fraction());

    /// <summary>Mostly near the shortest, seldom near the longest: every order of magnitude is as likely.</summary>
    public TimeSpan Spread(TimeSpan shortest, TimeSpan longest) => shortest * Math.Pow(longest / shortest, Fraction());

    public Guid Id()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Next());
        BitConverter.TryWriteBytes(bytes[8..], Next());
        return new Guid(bytes);
    }

    public ulong Next()
    {
        var z = _state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
