using System.Net;
using Atmosphere.Api.Crops;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Grains.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Atmosphere.Api.Tests.Crops;

/// <summary>Pictures are shown to whoever has a link of ours, and to nobody else.</summary>
public sealed class CropLinkTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Link_of_ours_shows_the_picture()
    {
        var (key, picture) = await StoreAsync();
        var answer = await api.Anyone.GetFromAsync(Links().For(key));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
        answer.Headers.CacheControl!.Private.ShouldBeTrue();
        (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(picture);
    }

    [Fact]
    public async Task Link_is_good_for_ten_minutes_and_a_rest_of_the_minute()
    {
        var (key, _) = await StoreAsync();
        await ShouldShowAsync(LinksOf(TimeSpan.FromMinutes(9)).For(key));
        await ShouldBeNothingAsync(LinksOf(TimeSpan.FromMinutes(12)).For(key));
    }

    [Fact]
    public async Task Nobody_shows_a_picture_without_a_link()
    {
        var (key, _) = await StoreAsync();
        await ShouldBeNothingAsync($"/crops/{key}");
        await ShouldBeNothingAsync($"/crops/{key}?expires=99999999999");
        await ShouldBeNothingAsync($"/crops/{key}?signature=0");
        await ShouldBeNothingAsync($"/crops/{key}?expires=99999999999&signature=");
        foreach (var expires in new[] { "abc", "", "-1", "1e9", "99999999999999999999", "%00" }) await ShouldBeNothingAsync($"/crops/{key}?expires={expires}&signature=00");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/crops/{key}".AsUri());
        await (await api.Operator.SendAsync(request, TestContext.Current.CancellationToken)).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Altered_link_shows_nothing()
    {
        var (key, _) = await StoreAsync();
        var (other, _) = await StoreAsync();
        var link = Links().For(key);
        var last = link[^1];
        await ShouldBeNothingAsync(link[..^1] + (last == '0' ? '1' : '0'));
        await ShouldBeNothingAsync(link[..^1]);
        await ShouldBeNothingAsync(link.Replace(key, other, StringComparison.Ordinal));
        await ShouldBeNothingAsync(link.Replace("crops/crops/", "crops/zoom-ins/", StringComparison.Ordinal));
        await ShouldBeNothingAsync(link.Replace("&signature", "%00&signature", StringComparison.Ordinal));
        await ShouldBeNothingAsync(link.Replace("expires=", "expires=0", StringComparison.Ordinal));
        await ShouldBeNothingAsync(link.Replace("expires=1", "expires=2", StringComparison.Ordinal));
        await ShouldShowAsync(link);
    }

    [Fact]
    public async Task Link_of_another_installation_shows_nothing()
    {
        var (key, _) = await StoreAsync();
        await ShouldBeNothingAsync(new CropLinks(new byte[32], TimeProvider.System).For(key));
    }

    [Fact]
    public async Task Good_link_to_a_picture_that_is_gone_is_answered_like_a_wrong_link()
    {
        var gone = await ShouldBeNothingAsync(Links().For(CropKeys.Crop(Guid.NewGuid().ToString("D"))));
        (await ShouldBeNothingAsync($"/crops/{CropKeys.Crop(Guid.NewGuid().ToString("D"))}?expires=99999999999&signature=00")).ShouldBe(gone);
    }

    [Theory]
    [InlineData("/crops/..%2f..%2faccess.json")]
    [InlineData("/crops/crops/..%2f..%2f..%2faccess.json")]
    [InlineData("/crops/%2e%2e/access")]
    [InlineData("/crops/..%5c..%5caccess/json")]
    [InlineData("/crops/%2fetc%2f/passwd")]
    [InlineData("/crops/crops/....//access")]
    [InlineData("/crops")]
    [InlineData("/crops/")]
    [InlineData("/crops/crops")]
    [InlineData("/crops/crops/")]
    [InlineData("/pictures/")]
    [InlineData("/data/access.json")]
    [InlineData("/access.json")]
    [InlineData("/appsettings.json")]
    [InlineData("/../appsettings.json")]
    [InlineData("/%2e%2e/appsettings.json")]
    public async Task There_is_no_way_to_other_files(string path)
    {
        await ShouldBeNothingAsync(path);
        await ShouldBeNothingAsync($"{path}?expires=99999999999&signature=00");
    }

    [Theory]
    [InlineData("../../access.json")]
    [InlineData("crops/../../../access")]
    [InlineData("crops/ABC")]
    public void Signed_link_to_another_file_would_be_refused_by_the_store(string key) =>
        Should.Throw<ArgumentException>(() => api.Services.GetRequiredService<ICropStore>().ReadAsync(key, TestContext.Current.CancellationToken));

    [Fact]
    public void Page_that_asks_again_gets_the_same_link_for_a_while()
    {
        var time = new ManualTime(new(2026, 3, 2, 9, 0, 5, TimeSpan.Zero));
        var links = new CropLinks(new byte[32], time);
        var first = links.For("crops/1");
        time.Advance(TimeSpan.FromSeconds(50));
        links.For("crops/1").ShouldBe(first);
        time.Advance(TimeSpan.FromSeconds(10));
        links.For("crops/1").ShouldNotBe(first);
    }

    private async Task<(string Key, byte[] Picture)> StoreAsync()
    {
        var (key, picture) = (CropKeys.Crop(Guid.NewGuid().ToString("D")), Pictures.Jpeg());
        await api.Services.GetRequiredService<ICropStore>().SaveAsync(key, picture, TestContext.Current.CancellationToken);
        return (key, picture);
    }

    private CropLinks Links() => api.Services.GetRequiredService<CropLinks>();

    /// <summary>Links that the application made that long ago.</summary>
    private CropLinks LinksOf(TimeSpan age)
    {
        // The application makes its key with its first link, and this may be the first test.
        Links();
        return new(File.ReadAllBytes(Path.Combine(api.DataFolder, "crop-links.key")), new ManualTime(TimeProvider.System.GetUtcNow() - age));
    }

    private async Task ShouldShowAsync(string link) => (await api.Anyone.GetFromAsync(link)).StatusCode.ShouldBe(HttpStatusCode.OK);

    private async Task<string?> ShouldBeNothingAsync(string path)
    {
        // As it is written: a Uri would take the dots out.
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{api.Address.GetLeftPart(UriPartial.Authority)}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        var answer = await api.Anyone.SendAsync(request, TestContext.Current.CancellationToken);
        var problem = await answer.ShouldBeProblemAsync(HttpStatusCode.NotFound);
        return problem.TryGetProperty("detail", out var detail) ? detail.GetString() : null;
    }
}
