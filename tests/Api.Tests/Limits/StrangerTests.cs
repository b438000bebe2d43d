using System.Globalization;
using System.Net;
using Atmosphere.Api.Limits;
using Atmosphere.Api.Tests.Support;

namespace Atmosphere.Api.Tests.Limits;

/// <summary>Who is wrong too often is no longer told so, and fills neither log nor memory; who is right is let in all the same.</summary>
public sealed class StrangerTests
{
    private const int MinuteWorth = 60;
    private const int Most = MinuteWorth * 4;

    [Theory]
    [InlineData("token")]
    [InlineData("no token")]
    [InlineData("key")]
    [InlineData("link")]
    [InlineData("signature")]
    [InlineData("scaling key")]
    public async Task Wrong_ones_are_told_to_wait_and_right_ones_are_let_in(string what)
    {
        await using var api = new WithScaling();
        await api.InitializeAsync();
        using var wrong = api.NewClient("cam_00000000000000000000000000000000");
        Func<Task<HttpResponseMessage>> send = what switch
        {
            "token" => () => wrong.PostBytesAsync("/photos", Pictures.Jpeg()),
            "no token" => () => api.Anyone.GetFromAsync("/admin/training/atmosphere"),
            "key" => () => api.Anyone.PostToAsync("/signin", new FormUrlEncodedContent([new("key", "op_guess")])),
            "link" => () => api.Anyone.GetFromAsync("/signin?code=guess"),
            "signature" => () => api.SlackSendsAsync(SlackSide.Pick(Guid.NewGuid().ToString("D"), SlackSide.Dana, SlackSide.Noa), secret: "guess"),
            "scaling key" => () => wrong.GetFromAsync("/scaling/silos/1"),
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, "Nothing to be wrong about."),
        };
        var (letIn, refusal) = await Patience.UntilRefusedAsync(send, HttpStatusCode.Unauthorized, Most);
        letIn.ShouldBeGreaterThanOrEqualTo(MinuteWorth);
        await refusal.ShouldBeToldToWaitAsync();

        // The same address: a flood must not shut out who shares it.
        (await api.Camera.PostBytesAsync("/photos", Pictures.Jpeg())).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using var browser = await api.SignInAsync();
        (await browser.GetFromAsync("/page/state")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var face = await api.AskedFaceAsync();
        (await api.SlackSendsAsync(SlackSide.Pick(face, SlackSide.Dana, SlackSide.Noa))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Flood_of_forged_callbacks_does_not_fill_the_log()
    {
        await using var api = new ApiFixture();
        await api.InitializeAsync();
        for (var i = 0; i < Most; i++) (await api.SendAsync([1], SlackSide.Timestamp(default), "v0=" + new string('0', 64))).Dispose();
        api.Logs.Lines.Count(line => line.Contains("A callback was refused", StringComparison.Ordinal)).ShouldBeLessThan(Most / 2);
    }

    [Fact]
    public void Invented_addresses_make_no_further_shares()
    {
        var random = new Random(1);
        var shares = Enumerable.Range(0, 100_000).Select(_ =>
        {
            var bytes = new byte[random.Next(2) == 0 ? 4 : 16];
            random.NextBytes(bytes);
            return StrangerLimit.ShareOf(new IPAddress(bytes));
        }).ToHashSet();
        shares.Count.ShouldBeLessThanOrEqualTo(1024);
        shares.Count.ShouldBeGreaterThan(1000, "one address is not shut out with all others");
    }

    [Fact]
    public void Network_of_one_holder_is_one_share()
    {
        var shares = Enumerable.Range(1, 1_000).Select(host => StrangerLimit.ShareOf(IPAddress.Parse("2001:db8:1:2::" + host.ToString("x", CultureInfo.InvariantCulture))));
        shares.Distinct().ShouldHaveSingleItem();
        StrangerLimit.ShareOf(IPAddress.Parse("::ffff:192.0.2.1")).ShouldBe(StrangerLimit.ShareOf(IPAddress.Parse("192.0.2.1")));
    }

    private sealed class WithScaling : ApiFixture
    {
        private protected override IEnumerable<string> Settings => ["--Scaling:Key=ssssssssssssssssssssssssssssssss"];
    }
}
