namespace Atmosphere.Api.Limits;

/// <summary>
/// How much one caller may ask for, and how much is held in memory at the same time. Configuration section <c>Limits</c>; per process.
/// Rates are requests per second on average; a minute's worth may come at once.
/// </summary>
internal sealed class LimitOptions
{
    public const string Section = "Limits";

    private const int HighestRate = 1_000_000;

    /// <summary>Requests of one camera token: 1 to 1 million per second.</summary>
    public int CameraPerSecond { get; set; } = 20;

    /// <summary>Requests of the operator key, or of one signed-in browser: 1 to 1 million per second. An open start page asks once a second.</summary>
    public int OperatorPerSecond { get; set; } = 50;

    /// <summary>Presses of one Slack user: 1 to 1 million per second. Five a second, hour after hour, is no person.</summary>
    public int VoterPerSecond { get; set; } = 5;

    /// <summary>Wrong tokens, keys, links and signatures from one address that are told that they are wrong, 1 to 1 million per second.</summary>
    public int StrangerPerSecond { get; set; } = 1;

    /// <summary>Uploads and events that are read and stored at the same time, 2 to 1,000. Each holds up to 20 MB. Half of them at most are one caller's.</summary>
    public int UploadsAtOnce { get; set; } = 8;

    /// <summary>Uploads of one caller that wait for that, with their bytes still at the sender, 0 to 10,000. More are told to come back.</summary>
    public int UploadsWaiting { get; set; } = 100;

    /// <summary>Callbacks that are read and answered at the same time, 1 to 10,000. Each holds up to 1 MB; those of Slack have some 10 kB.</summary>
    public int CallbacksAtOnce { get; set; } = 200;

    /// <summary>Open connections, 10 to 100,000. Each may hold a buffer of 64 kB.</summary>
    public int Connections { get; set; } = 1000;

    /// <summary>One sentence per setting that can't work.</summary>
    public IEnumerable<string> Flaws()
    {
        if (RateFlaw(nameof(CameraPerSecond), CameraPerSecond, 20) is { } camera) yield return camera;
        if (RateFlaw(nameof(OperatorPerSecond), OperatorPerSecond, 50) is { } key) yield return key;
        if (RateFlaw(nameof(VoterPerSecond), VoterPerSecond, 5) is { } voter) yield return voter;
        if (RateFlaw(nameof(StrangerPerSecond), StrangerPerSecond, 1) is { } stranger) yield return stranger;
        if (UploadsAtOnce is < 2 or > 1_000) yield return $"Limits:UploadsAtOnce is {UploadsAtOnce}; it must be from 2 to 1000, for example 8.";
        if (UploadsWaiting is < 0 or > 10_000) yield return $"Limits:UploadsWaiting is {UploadsWaiting}; it must be from 0 to 10000, for example 100.";
        if (CallbacksAtOnce is < 1 or > 10_000) yield return $"Limits:CallbacksAtOnce is {CallbacksAtOnce}; it must be from 1 to 10000, for example 200.";
        if (Connections is < 10 or > 100_000) yield return $"Limits:Connections is {Connections}; it must be from 10 to 100000, for example 1000.";
    }

    private static string? RateFlaw(string name, int value, int example) =>
        value is < 1 or > HighestRate ? $"Limits:{name} is {value}; it must be from 1 to {HighestRate} a second, for example {example}." : null;
}
