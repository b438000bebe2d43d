using System.Text.Json;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Atmosphere.EndToEnd.Tests;

/// <summary>What operators look after, in a real browser, with real faces.</summary>
public class ManagePageTests
{
    private const float Slow = 120_000; // milliseconds: faces are found on a shared machine

    [Fact]
    public async Task An_operator_makes_and_revokes_a_camera_and_teaches_a_face_with_the_keyboard()
    {
        var stop = TestContext.Current.CancellationToken;
        Assertions.SetDefaultExpectTimeout(Slow);
        await using var browser = await Browser.StartAsync();
        await using var app = await RunningApp.StartAsync(stop);
        var page = await (await browser.NewContextAsync()).NewPageAsync();
        await page.GotoAsync(app.SignInLink.ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Sample 1" }).ClickAsync();
        var face = await LargestFaceAsync(page, app);

        await page.GetByRole(AriaRole.Link, new() { Name = "Manage" }).ClickAsync();
        await MakeCameraAsync(page);
        await RevokeCameraAsync(page);

        await page.GetByLabel("Colleague").SelectOptionAsync("other");
        await page.GetByLabel("Slack member ID").FillAsync(PracticeColleagues.Noa);
        await page.GetByLabel("choose them").SetInputFilesAsync(
            new FilePayload[] { new() { Name = "noa.jpg", MimeType = "image/jpeg", Buffer = face }, new() { Name = "letter.jpg", MimeType = "image/jpeg", Buffer = [1, 2, 3] } });
        await Assertions.Expect(page.GetByText("Not taken. This is not a picture.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("The face is in the gallery")).ToBeVisibleAsync();
        (await page.RunAxe()).Violations.Select(violation => violation.Id).ShouldBeEmpty();
        await Browser.PictureAsync(page, "manage-page", whole: true);

        await page.GetByRole(AriaRole.Button, new() { Name = "Take back noa.jpg" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Take back" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("Taken back.")).ToBeVisibleAsync();
    }

    private static async Task MakeCameraAsync(IPage page)
    {
        await page.GetByLabel("Name of a new camera").FillAsync("Lobby!");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "lower-case letters" })).ToBeVisibleAsync();
        await page.GetByLabel("Name of a new camera").FillAsync("lobby");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Textbox, new() { Name = "The token of lobby" })).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("^cam_[0-9a-f]{32}$"));
        (await page.RunAxe()).Violations.Select(violation => violation.Id).ShouldBeEmpty();
    }

    private static async Task RevokeCameraAsync(IPage page)
    {
        var revoke = page.GetByRole(AriaRole.Button, new() { Name = "Revoke the token of lobby" });
        await revoke.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        await Assertions.Expect(revoke).ToBeVisibleAsync();

        await revoke.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(revoke).ToBeHiddenAsync();
        await Assertions.Expect(page.GetByText("The token of lobby is revoked.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Textbox, new() { Name = "The token of lobby" })).ToBeHiddenAsync();
    }

    /// <summary>A picture with exactly one face: what was cut out of a group photo.</summary>
    private static async Task<byte[]> LargestFaceAsync(IPage page, RunningApp app)
    {
        await Assertions.Expect(page.Locator("#photos img").First).ToBeVisibleAsync();
        var state = await page.APIRequest.GetAsync(new Uri(app.Address, "/page/state").ToString());
        var picture = JsonDocument.Parse(await state.TextAsync()).RootElement.GetProperty("photos")[0].GetProperty("faces")[0].GetProperty("picture").GetString()!;
        return await (await page.APIRequest.GetAsync(new Uri(app.Address, picture).ToString())).BodyAsync();
    }
}
