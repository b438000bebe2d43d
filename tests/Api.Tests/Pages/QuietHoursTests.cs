using System.Globalization;
using System.Text.Json;
using Atmosphere.Api.Tests.Support;

namespace Atmosphere.Api.Tests.Pages;

/// <summary>While nobody is asked, the start page says until when.</summary>
public sealed class QuietHoursTests(QuietFixture api) : IClassFixture<QuietFixture>
{
    [Fact]
    public async Task Start_page_is_told_until_when_it_is_quiet()
    {
        using var browser = await api.SignInAsync();
        var state = JsonDocument.Parse(await (await browser.GetFromAsync("/page/state")).TextAsync()).RootElement;

        state.GetProperty("quietUntil").GetDateTimeOffset().ShouldBe(QuietFixture.Until, TimeSpan.FromSeconds(1));
    }
}

/// <summary>The application in quiet hours that end in two hours.</summary>
public sealed class QuietFixture : ApiFixture
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    public static DateTimeOffset Until { get; } = new DateTimeOffset(Now.Year, Now.Month, Now.Day, Now.Hour, Now.Minute, 0, TimeSpan.Zero).AddHours(2);

    private protected override IEnumerable<string> Settings =>
        [string.Create(CultureInfo.InvariantCulture, $"--Asking:QuietHours={Until.AddHours(-4):HH\\:mm}-{Until:HH\\:mm}")];
}
