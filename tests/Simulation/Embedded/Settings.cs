using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Atmosphere.Simulation;

/// <summary>How the product is configured in one run. Small limits, so that they are reached.</summary>
internal sealed record Settings
{
    public const string Channel = "C0FACES";
    public const string Gallery = "atmosphere";

    /// <summary>Smaller faces are not asked about; the product's default.</summary>
    public const int MinimumSide = 50;

    public int Required { get; private init; }

    public int MaxVoters { get; private init; }

    public TimeSpan ExpireAfter { get; private init; }

    public int MaxOpen { get; private init; }

    /// <summary>0 when unknown faces are not compared.</summary>
    public TimeSpan GroupWithin { get; private init; }

    /// <summary>Questions a day; 0 for any number.</summary>
    public int PerDay { get; private init; }

    public string QuietHours { get; private init; } = "";

    /// <summary>The product's own limit of faces per person.</summary>
    public int MaxFaces { get; private init; }

    /// <summary>The recogniser's limit.</summary>
    public int GalleryMaxFaces { get; private init; }

    public TimeSpan ProfileMaxAge { get; private init; }

    public double CallsPerSecond { get; private init; }

    /// <summary>0 keeps photos.</summary>
    public int PhotosDays { get; private init; }

    /// <summary>0 keeps the pictures of faces.</summary>
    public int CropsDays { get; private init; }

    /// <summary>Whoever a vote names is asked herself.</summary>
    public bool AskThePerson { get; private init; }

    public static Settings Roll(Dice dice)
    {
        var required = dice.Chance(0.7) ? 2 : dice.From(1, 3);
        var maxFaces = dice.Chance(0.5) ? dice.From(1, 3) : 248;
        var isNarrow = dice.Chance(0.2);
        return new()
        {
            Required = required,
            MaxVoters = required + dice.From(1, 3),
            // Where few questions may be open, those that wait for a place wait for others to expire.
            ExpireAfter = isNarrow ? TimeSpan.FromHours(1) : dice.Pick([TimeSpan.FromHours(2), TimeSpan.FromDays(1), TimeSpan.FromDays(7)]),
            MaxOpen = isNarrow ? dice.From(1, 3) : 50,
            GroupWithin = dice.Pick([TimeSpan.Zero, TimeSpan.FromHours(1), TimeSpan.FromHours(23)]),
            PerDay = isNarrow || dice.Chance(0.7) ? 0 : dice.From(4, 20),
            QuietHours = isNarrow || dice.Chance(0.6) ? "" : dice.Pick(["20:00-07:00", "10:00-14:30"]),
            MaxFaces = maxFaces,
            GalleryMaxFaces = dice.Chance(0.2) ? Math.Min(maxFaces, 2) : 248,
            ProfileMaxAge = dice.Pick([TimeSpan.FromMinutes(1), TimeSpan.FromDays(1)]),
            CallsPerSecond = dice.Pick([2.0, 10.0, 1000.0]),
            PhotosDays = dice.Chance(0.5) ? 0 : dice.From(1, 3),
            CropsDays = dice.Chance(0.5) ? 0 : dice.From(1, 3),
            AskThePerson = dice.Chance(0.5),
        };
    }

    public IConfiguration ToConfiguration() => new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["Voting:Required"] = Required.ToString(CultureInfo.InvariantCulture),
        ["Voting:MaxVoters"] = MaxVoters.ToString(CultureInfo.InvariantCulture),
        ["Voting:ExpireAfter"] = ExpireAfter.ToString("c", CultureInfo.InvariantCulture),
        ["Voting:AskThePerson"] = AskThePerson ? "true" : "false",
        ["Asking:Channel"] = Channel,
        ["Asking:MaxOpen"] = MaxOpen.ToString(CultureInfo.InvariantCulture),
        ["Asking:GroupWithin"] = GroupWithin.ToString("c", CultureInfo.InvariantCulture),
        ["Asking:PerDay"] = PerDay.ToString(CultureInfo.InvariantCulture),
        ["Asking:QuietHours"] = QuietHours,
        ["Asking:TimeZone"] = "Europe/Helsinki",
        ["People:MaxFaces"] = MaxFaces.ToString(CultureInfo.InvariantCulture),
        ["People:ProfileMaxAge"] = ProfileMaxAge.ToString("c", CultureInfo.InvariantCulture),
        ["Recognition:Endpoint"] = "http://recogniser.example",
        ["Recognition:Gallery"] = Gallery,
        ["Recognition:CallsPerSecond"] = CallsPerSecond.ToString(CultureInfo.InvariantCulture),
        ["Training:TimeZone"] = "Europe/Helsinki",
        ["Retention:PhotosDays"] = PhotosDays.ToString(CultureInfo.InvariantCulture),
        ["Retention:CropsDays"] = CropsDays.ToString(CultureInfo.InvariantCulture),
    }).Build();

    public override string ToString() =>
        $"{Required} votes required, {MaxVoters} voters at most, expiry after {ExpireAfter}, who is named {(AskThePerson ? "is asked" : "is not asked")}, {MaxOpen} open questions, {PerDay} a day, quiet {QuietHours}, grouped within {GroupWithin}, {MaxFaces} faces a person (the recogniser: {GalleryMaxFaces}), photos kept for {PhotosDays} and crops for {CropsDays} days";
}
