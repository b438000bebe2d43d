using System.Net;
using System.Text.Json;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Grains.Faces;

namespace Atmosphere.Api.Tests.People;

/// <summary><c>/atmosphere forget @somebody</c>.</summary>
public sealed class ForgettingByOperatorsTests(OperatorFixture api) : IClassFixture<OperatorFixture>
{
    private const string Maya = "U0MAYAFRIEDMAN";

    [Fact]
    public async Task An_operators_command_asks_first_and_then_forgets_and_tells_how_far_it_is()
    {
        var theirs = await api.TaggedFaceAsync(Maya);
        var asked = await api.CommandAsync($"forget <@{Maya}|maya>", SlackSide.Dana);
        asked.ShouldContain("can't be undone");
        asked.ShouldContain($"`/atmosphere forget {Maya} for good`");
        (await api.FaceAsync(theirs)).Status.ShouldBe(FaceStatus.Tagged, "nothing was done");
        await (await api.Operator.GetFromAsync($"/admin/people/{Maya}/forgetting")).ShouldBeProblemAsync(HttpStatusCode.NotFound);

        (await api.CommandAsync($"forget {Maya} for good", SlackSide.Dana)).ShouldContain($"<@{Maya}> is being forgotten");
        await Eventually.Holds(async () => (await api.FaceAsync(theirs)).Status == FaceStatus.Forgotten, "the face is removed");
        (await (await api.Operator.GetFromAsync($"/admin/people/{Maya}/forgetting")).JsonAsync()).GetProperty("by").GetString().ShouldBe("operator");
        await Eventually.Holds(
            async () => (await api.CommandAsync($"forget <@{Maya}>", SlackSide.Dana)).Contains("1 picture of them, 2 votes about them, 0 votes of theirs, 1 picture in the gallery", StringComparison.Ordinal),
            "asked again, it tells how far it is");

        await Eventually.Holds(async () => (await WishesAsync()).Count == 1, "the wish is in the audit, once");
        var wish = (await WishesAsync())[0];
        wish.GetProperty("actor").GetString().ShouldBe(SlackSide.Dana);
        wish.GetProperty("via").GetString().ShouldBe("slack");
        wish.GetProperty("about").GetString()!.ShouldMatch("^forgotten:[0-9a-f]{16}$");
        wish.ToString().ShouldNotContain(Maya);
    }

    [Fact]
    public async Task Looking_at_what_is_known_about_somebody_is_on_record()
    {
        await api.TaggedFaceAsync(SlackSide.Omer);
        (await api.Operator.GetFromAsync($"/admin/people/{SlackSide.Omer}/facts")).EnsureSuccessStatusCode();
        await (await api.Operator.GetFromAsync("/admin/people/U0NOBODY/facts")).ShouldBeProblemAsync(HttpStatusCode.NotFound);

        (await api.AuditAsync($"?about={SlackSide.Omer}")).ShouldContain(line => line.GetProperty("action").GetString() == "facts-shown" && line.GetProperty("actor").GetString() == "operator");
        (await api.AuditAsync("?about=U0NOBODY")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_known_has_the_entries_of_the_audit_about_her_and_by_her_and_no_others()
    {
        const string Tal = "U0TALMIZRAHI";
        var aboutHer = await api.TaggedFaceAsync(Tal);
        var byHer = await api.TaggedFaceAsync(SlackSide.Omer, SlackSide.Dana, Tal);
        await Eventually.Holds(
            async () =>
            {
                var entries = (await (await api.Operator.GetFromAsync($"/admin/people/{Tal}/facts")).JsonAsync()).GetProperty("audit").EnumerateArray().ToList();
                return Has(entries, $"face/{aboutHer}", "vote-cast", SlackSide.Dana, Tal) && Has(entries, $"face/{byHer}", "vote-cast", Tal, SlackSide.Omer) && entries.TrueForAll(IsHers);
            },
            "decisions about her and by her are in it, and nobody else's");

        static bool Has(List<JsonElement> entries, string source, string action, string actor, string about) => entries.Exists(entry =>
            entry.GetProperty("source").GetString() == source && entry.GetProperty("action").GetString() == action
            && entry.GetProperty("actor").GetString() == actor && entry.GetProperty("about").GetString() == about);

        static bool IsHers(JsonElement entry) => entry.GetProperty("actor").GetString() == Tal || entry.GetProperty("about").GetString() == Tal;
    }

    [Fact]
    public async Task Who_is_no_operator_forgets_nobody_else_and_does_not_learn_who_is_known()
    {
        var theirs = await api.TaggedFaceAsync(SlackSide.Noa);
        foreach (var personId in new[] { SlackSide.Noa, "U0NOBODY" })
        {
            var refused = await api.CommandAsync($"forget <@{personId}> for good", SlackSide.Omer);
            refused.ShouldContain("Only operators can do that");
            refused.ShouldContain("Nothing was changed");
            refused.ShouldNotContain(personId);
        }

        (await api.FaceAsync(theirs)).Status.ShouldBe(FaceStatus.Tagged);
        await (await api.Operator.GetFromAsync($"/admin/people/{SlackSide.Noa}/forgetting")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("forget <@U0NOBODY|nobody> for good", "Nothing is known about <@U0NOBODY>")]
    [InlineData("forget @noa for good", "I can't tell whom you mean")]
    public async Task An_operator_who_names_nobody_that_is_known_is_told_so(string text, string expected)
    {
        var answer = await api.CommandAsync(text, SlackSide.Dana);
        answer.ShouldContain(expected);
        answer.ShouldContain("Nothing was changed");
    }

    private async Task<List<JsonElement>> WishesAsync() => (await api.AuditAsync("")).FindAll(line => line.GetProperty("action").GetString() == "forgetting-asked");
}
