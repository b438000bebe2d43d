using System.Collections.Immutable;

namespace Atmosphere.Practice.People;

/// <summary>Somebody in the practice workspace. Invented; any likeness is by chance.</summary>
public sealed record PracticePerson
{
    public required string Id { get; init; }

    /// <summary>The account's short name.</summary>
    public required string Name { get; init; }

    public required string RealName { get; init; }

    /// <summary>What the person chose to be called; often empty in real workspaces, so once here too.</summary>
    public string DisplayName { get; init; } = "";

    public bool IsBot { get; init; }

    public bool IsDeactivated { get; init; }

    /// <summary>Display name, else real name.</summary>
    public string ShownName => DisplayName.Length > 0 ? DisplayName : RealName;

    /// <summary>True for those who can sit in front of the screen.</summary>
    public bool CanPress => !IsBot && !IsDeactivated;
}

/// <summary>The colleagues: enough of them to disagree, with one bot and one who has left.</summary>
public static class PracticePeople
{
    public static ImmutableArray<PracticePerson> All { get; } =
    [
        new() { Id = "U0DANALEVI", Name = "dana", RealName = "Dana Levi", DisplayName = "Dana Levi" },
        new() { Id = "U0OMERCOHEN", Name = "omer", RealName = "Omer Cohen", DisplayName = "Omer Cohen" },
        new() { Id = "U0MAYAFRIEDMAN", Name = "maya", RealName = "Maya Friedman", DisplayName = "Maya" },
        new() { Id = "U0NOASHAPIRO", Name = "noa.shapiro", RealName = "Noa Shapiro" },
        new() { Id = "U0BENADLER", Name = "ben", RealName = "Ben Adler", DisplayName = "Ben Adler" },
        new() { Id = "U0TALMIZRAHI", Name = "tal", RealName = "Tal Mizrahi", DisplayName = "Tal Mizrahi" },
        new() { Id = "U0LIORKATZ", Name = "lior", RealName = "Lior Katz", DisplayName = "Lior Katz", IsDeactivated = true },
        new() { Id = "U0STANDUPBOT", Name = "standup", RealName = "Standup Bot", DisplayName = "Standup Bot", IsBot = true },
        new() { Id = PracticeWorkspace.BotUserId, Name = "atmosphere", RealName = PracticeWorkspace.BotName, IsBot = true },
    ];

    /// <summary>Those whom the page's "You are" offers.</summary>
    public static ImmutableArray<PracticePerson> WhoCanPress { get; } = [.. All.Where(person => person.CanPress)];

    public static PracticePerson? Find(string? id) => All.FirstOrDefault(person => person.Id == id);
}
