using System.Text.Json;
using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Atmosphere.EndToEnd.Tests;

/// <summary>The page of audit and retention, in a real browser.</summary>
public partial class RecordsPageTests
{
    private const float Slow = 120_000; // milliseconds: a shared machine
    private const int Cameras = 30;

    [Fact]
    public async Task An_operator_reads_and_filters_the_audit_and_sees_what_retention_keeps_with_the_keyboard()
    {
        var stop = TestContext.Current.CancellationToken;
        Assertions.SetDefaultExpectTimeout(Slow);
        await using var browser = await Browser.StartAsync();
        await using var app = await RunningApp.StartAsync(stop);
        var page = await (await browser.NewContextAsync()).NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("400", StringComparison.Ordinal)) complaints.Add(message.Text);
        };
        await page.GotoAsync(app.SignInLink.ToString());
        await MakeCamerasAsync(page, app);

        await page.GotoAsync(app.Address.ToString());
        await page.GetByRole(AriaRole.Link, new() { Name = "Records: audit, retention" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("50 entries, page 1")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Everything is kept")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Delete it now" })).ToBeHiddenAsync();
        (await page.RunAxe()).Violations.Select(violation => $"{violation.Id}: {violation.Help}").ShouldBeEmpty();
        await Browser.PictureAsync(page, "records-page", whole: true);

        await TurnAsync(page);
        await FilterAsync(page);
        await DownloadAsync(page);
        complaints.ShouldBeEmpty();
    }

    private static async Task MakeCamerasAsync(IPage page, RunningApp app)
    {
        for (var number = 1; number <= Cameras; number++)
        {
            var made = await page.APIRequest.PostAsync(new Uri(app.Address, "/admin/cameras").ToString(), new() { DataObject = new { id = $"cam-{number}" }, Headers = Own });
            made.Status.ShouldBe(201);
            (await page.APIRequest.DeleteAsync(new Uri(app.Address, $"/admin/cameras/cam-{number}").ToString(), new() { Headers = Own })).Status.ShouldBe(204);
        }
    }

    private static async Task TurnAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Older" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("10 entries, page 2, the last one")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Newer" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("50 entries, page 1")).ToBeVisibleAsync();
    }

    private static async Task FilterAsync(IPage page)
    {
        await page.GetByLabel("By", new() { Exact = true }).FillAsync("somebody");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "has to be a Slack user id" })).ToBeVisibleAsync();
        (await page.RunAxe()).Violations.Select(violation => violation.Id).ShouldBeEmpty();

        await page.GetByLabel("By", new() { Exact = true }).FillAsync("");
        await page.GetByLabel("Decision", new() { Exact = true }).FillAsync("camera-revoked");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText($"{Cameras} entries, page 1, the last one")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#audit-lines tr").First).ToContainTextAsync(Session());
        await page.GetByLabel("Until and with").FillAsync("2026-01-01");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("No entry is like that.")).ToBeVisibleAsync();
        await page.GetByLabel("Until and with").FillAsync("");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText($"{Cameras} entries")).ToBeVisibleAsync();
    }

    private static async Task DownloadAsync(IPage page)
    {
        var download = await page.RunAndWaitForDownloadAsync(async () =>
        {
            await page.GetByRole(AriaRole.Link, new() { Name = "Download what is chosen as JSON lines" }).FocusAsync();
            await page.Keyboard.PressAsync("Enter");
        });
        download.SuggestedFilename.ShouldBe("audit.ndjson");
        var lines = await File.ReadAllLinesAsync(await download.PathAsync());
        lines.Length.ShouldBe(Cameras);
        JsonDocument.Parse(lines[0]).RootElement.GetProperty("detail").GetString().ShouldBe("cam-1");
    }

    private static readonly Dictionary<string, string> Own = new(StringComparer.Ordinal) { ["X-Atmosphere"] = "1" };

    [GeneratedRegex("session:[0-9a-f]{8}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Session();
}
