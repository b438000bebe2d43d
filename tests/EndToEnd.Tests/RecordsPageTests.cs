using System.Text.Json;
using System.Text.RegularExpressions;
using Atmosphere.Grains.Ports;
using Deque.AxeCore.Playwright;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Atmosphere.EndToEnd.Tests;

/// <summary>The page of audit and retention, in a real browser.</summary>
public class RecordsPageTests
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

    [Fact]
    public async Task What_is_too_old_is_listed_with_its_time_and_deleted_when_an_operator_wants_it()
    {
        var stop = TestContext.Current.CancellationToken;
        Assertions.SetDefaultExpectTimeout(Slow);
        await using var browser = await Browser.StartAsync();
        await using var app = await RunningApp.StartAsync(stop, "--Retention:AuditDays=30", "--Retention:CropsDays=7");
        var old = TimeProvider.System.GetUtcNow().AddDays(-40);
        await app.Services.GetRequiredService<IAudit>().AppendAsync([new() { Source = "api/old", Index = 1, At = old, Action = "tested", Actor = Actors.Console }], stop);
        for (var number = 1; number <= 30; number++)
            await app.Services.GetRequiredService<ICatalogue>().StoreFaceAsync(
                new() { FaceId = $"0a0b0c0d-0000-8000-8000-0000000000{number:00}", Version = 1, PhotoId = new('c', 64), CameraId = "camera-1", Status = "Expired", Round = 1, DetectedAt = old, ChangedAt = old }, stop);

        var page = await (await browser.NewContextAsync()).NewPageAsync();
        await page.GotoAsync(app.SignInLink.ToString());
        await page.GotoAsync(new Uri(app.Address, "/records").ToString());
        await Assertions.Expect(page.GetByText("This goes with the next run")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#retention-lines tr")).ToHaveCountAsync(25);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show all 31" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#retention-lines tr")).ToHaveCountAsync(31);
        await Assertions.Expect(page.GetByText("1 entry of the audit")).ToBeVisibleAsync();
        (await page.RunAxe()).Violations.Select(violation => $"{violation.Id}: {violation.Help}").ShouldBeEmpty();
        await Browser.PictureAsync(page, "records-page-retention", whole: true);

        await page.GetByRole(AriaRole.Button, new() { Name = "Delete it now" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.GetByText("1 entry of the audit", new() { Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete it now" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("What is too old is being deleted.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText(new Regex("The last time was .*, wanted by session:[0-9a-f]{8}: .* and 1 entry of the audit were deleted"))).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("1 entry of the audit", new() { Exact = true })).ToBeHiddenAsync();
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
        await Assertions.Expect(page.Locator("#audit-lines tr").First).ToContainTextAsync(new Regex("session:[0-9a-f]{8}"));
        await page.GetByLabel("Until, included").FillAsync("2026-01-01");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("No entry is like that.")).ToBeVisibleAsync();
        await page.GetByLabel("Until, included").FillAsync("");
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
}
