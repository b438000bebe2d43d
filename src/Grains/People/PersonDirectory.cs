using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.People;

/// <summary>Who somebody is: from the person's grain while that is fresh, else from Slack, which the grain then remembers.</summary>
internal sealed class PersonDirectory(IGrainFactory grains, ISlack slack, PersonRules rules, TimeProvider time)
{
    public async Task<Outcome<Profile>> FindAsync(string userId, CancellationToken cancellationToken)
    {
        var person = grains.GetGrain<IPersonGrain>(userId);
        var now = time.GetUtcNow();
        if (await person.GetProfile() is { } known && now - known.FetchedAt <= rules.ProfileMaxAge) return Outcome<Profile>.Done(known);

        var user = await slack.GetUserAsync(userId, cancellationToken);
        if (!user.IsDone) return user.As<Profile>();
        var profile = ToProfile(user.Value!, now);
        await person.LearnProfile(profile);
        return Outcome<Profile>.Done(profile);
    }

    /// <summary>The name to show, or an empty text when Slack can't be asked now: the mention is shown then.</summary>
    public async Task<string> NameAsync(string userId, CancellationToken cancellationToken)
    {
        if (await grains.GetGrain<IPersonGrain>(userId).GetProfile() is { } known) return known.Name;
        var found = await FindAsync(userId, cancellationToken);
        return found.IsDone ? found.Value!.Name : "";
    }

    public static Profile ToProfile(SlackUser user, DateTimeOffset now) => new()
    {
        DisplayName = user.DisplayName,
        RealName = user.RealName,
        IsBot = user.IsBot,
        IsDeactivated = user.IsDeactivated,
        FetchedAt = now,
    };
}
