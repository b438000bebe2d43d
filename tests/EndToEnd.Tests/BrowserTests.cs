using System.Text.Json;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Atmosphere.EndToEnd.Tests;

/// <summary>The first hour of a newcomer, in a real browser.</summary>
public class BrowserTests
{
    private const float Slow = 120_000; // milliseconds: faces are found on a shared machine

    [Fact]
    public async Task A_newcomer_walks_the_whole_path_on_the_pages_with_the_keyboard_where_it_matters()
    {
        var stop = TestContext.Current.CancellationToken;
        Assertions.SetDefaultExpectTimeout(Slow);
        await using var browser = await Browser.StartAsync();
        await using var app = await RunningApp.StartAsync(stop);
        var context = await browser.NewContextAsync();
        var home = await context.NewPageAsync();
        var complaints = new List<string>();
        home.Console += (_, message) =>
        {
            if (message.Type == "error") complaints.Add(message.Text);
        };

        await home.GotoAsync(new Uri(app.Address, "/").ToString());
        await Assertions.Expect(home.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await IsAccessibleAsync(home);

        await home.GotoAsync(app.SignInLink.ToString());
        await home.GetByRole(AriaRole.Button, new() { Name = "Sample 1" }).ClickAsync();
        await Assertions.Expect(home.GetByText("Asked in the channel").First).ToBeVisibleAsync();
        await IsAccessibleAsync(home);

        var her = await LargestFaceAsync(home, app);
        var channel = await context.NewPageAsync();
        await PickAsync(channel, app, PracticeColleagues.Omer, her, "Dana");
        await PickAsync(channel, app, PracticeColleagues.Noa, her, "Dana", meanwhile: async () =>
        {
            await new PracticeColleagues(app).VoteAsync(PracticeColleagues.Dana, her, PracticeColleagues.Omer, TestContext.Current.CancellationToken);
            await Assertions.Expect(channel.Locator(".message", new() { Has = channel.Locator($"[data-block*='{her}']") })).ToContainTextAsync("says @Omer");
        });
        await Assertions.Expect(channel.GetByText("Tagged as Dana").First).ToBeVisibleAsync();
        await IsAccessibleAsync(channel);
        await Browser.PictureAsync(channel, "practice-channel");

        await home.BringToFrontAsync();
        await Assertions.Expect(home.GetByText("Tagged as Dana Levi")).ToBeVisibleAsync();
        await home.GetByRole(AriaRole.Button, new() { Name = "Train now" }).FocusAsync();
        await home.Keyboard.PressAsync("Enter");
        await Assertions.Expect(home.GetByText("Last trained at")).ToBeVisibleAsync();

        await home.GetByRole(AriaRole.Button, new() { Name = "Sample 3" }).ClickAsync();
        await Assertions.Expect(home.GetByText("Recognised as Dana Levi")).ToBeVisibleAsync();
        await Assertions.Expect(home.GetByText("was recognised without asking anybody")).ToBeVisibleAsync();
        await Browser.PictureAsync(home, "start-page", whole: true);
        complaints.ShouldBeEmpty();
    }

    private static async Task<string> LargestFaceAsync(IPage page, RunningApp app)
    {
        var state = await page.APIRequest.GetAsync(new Uri(app.Address, "/page/state").ToString());
        var faces = JsonDocument.Parse(await state.TextAsync()).RootElement.GetProperty("photos")[0].GetProperty("faces");
        return faces[0].GetProperty("faceId").GetString()!;
    }

    private static async Task PickAsync(IPage channel, RunningApp app, string voterId, string faceId, string name, Func<Task>? meanwhile = null)
    {
        await channel.GotoAsync(new Uri(app.Address, $"/practice?as={voterId}").ToString());
        await channel.Locator($"[data-pick][data-block*='{faceId}']").FocusAsync();
        await channel.Keyboard.PressAsync("Enter");
        if (meanwhile is not null) await meanwhile();
        await channel.GetByRole(AriaRole.Combobox, new() { Name = "Find a person" }).FillAsync(name);
        await channel.Keyboard.PressAsync("Enter");
        await Assertions.Expect(channel.Locator("#messages [aria-busy=true]")).ToHaveCountAsync(0);
        await Assertions.Expect(channel.Locator("#messages")).ToContainTextAsync("Dana");
        (await channel.Locator(".toast").AllTextContentsAsync()).ShouldBeEmpty();
    }

    private static async Task IsAccessibleAsync(IPage page)
    {
        var found = await page.RunAxe();
        found.Violations.Select(violation => $"{violation.Id}: {violation.Help} ({violation.Nodes.Length} places)").ShouldBeEmpty(page.Url);
    }
}
