using Microsoft.Playwright;

namespace Atmosphere.EndToEnd.Tests;

/// <summary>Debian's chromium, headless. Without it browser tests are skipped with the line that installs it, or fail where <c>ATMOSPHERE_REQUIRE=all</c>.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private const string Install = "This test needs chromium: apt-get install -y chromium";

    private static readonly string[] Candidates = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>Chromium in a closed network: no look-ups of its own.</summary>
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public static async Task<Browser> StartAsync()
    {
        var chromium = Candidates.FirstOrDefault(File.Exists);
        if (chromium is null)
        {
            if (Environment.GetEnvironmentVariable("ATMOSPHERE_REQUIRE") == "all") Assert.Fail(Install);
            Assert.Skip(Install);
        }

        var playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = Arguments }));
    }

    public async Task<IBrowserContext> NewContextAsync()
    {
        var context = await _browser.NewContextAsync(new() { ViewportSize = new() { Width = 1200, Height = 900 } });
        context.SetDefaultTimeout(60_000);
        return context;
    }

    /// <summary>Keeps a picture where <c>ATMOSPHERE_SCREENSHOTS</c> names a folder: how those of the README are made.</summary>
    public static async Task PictureAsync(IPage page, string name, bool whole = false)
    {
        if (Environment.GetEnvironmentVariable("ATMOSPHERE_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = whole });
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
