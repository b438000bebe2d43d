using System.Text.Json.Serialization;

namespace Atmosphere.Api.Setup;

/// <summary>How a check ended.</summary>
public enum CheckState
{
    Good = 0,

    /// <summary>It works; somebody may want it otherwise.</summary>
    Note = 1,

    /// <summary>Somebody has to do something.</summary>
    Bad = 2,

    /// <summary>It waits for somebody, and is to be asked again.</summary>
    Waiting = 3,
}

/// <summary>What a check found.</summary>
/// <param name="State">How it ended.</param>
/// <param name="Found">A sentence.</param>
/// <param name="Advice">What to do, with an example; empty when there is nothing to do.</param>
public sealed record CheckResult([property: JsonConverter(typeof(JsonStringEnumConverter<CheckState>))] CheckState State, string Found, string Advice = "")
{
    public static CheckResult Good(string found) => new(CheckState.Good, found);

    public static CheckResult Note(string found, string advice) => new(CheckState.Note, found, advice);

    public static CheckResult Bad(string found, string advice) => new(CheckState.Bad, found, advice);

    public static CheckResult Waiting(string found, string advice) => new(CheckState.Waiting, found, advice);
}

/// <summary>One check of the page.</summary>
public interface ISetupCheck
{
    /// <summary>In the address.</summary>
    string Name { get; }

    string Title { get; }

    /// <summary>What it does while it runs.</summary>
    string Doing { get; }

    /// <summary>The words on its button.</summary>
    string Button { get; }

    /// <summary>Whether it may run by itself when the page is opened: not what others in the channel would see.</summary>
    bool RunsByItself { get; }

    Task<CheckResult> RunAsync(CancellationToken cancellationToken);
}
