using System.Net;
using Atmosphere.Api.Tests.Support;

namespace Atmosphere.Api.Tests.Limits;

/// <summary>A connection that the server is going to end is not offered for the next request. Found by sending a million damaged ones.</summary>
public sealed class UnreadBodyTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    /// <summary>More than a sign-in's form may have.</summary>
    private const int TooMany = 5_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_before_a_body_that_is_too_large_to_be_read_says_that_the_connection_ends(bool isDeclared)
    {
        using var request = NoForm(TooMany, isDeclared);

        using var answer = await api.Anyone.SendAsync(request, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Headers.ConnectionClose.ShouldBe(true);
    }

    [Fact]
    public async Task Answer_before_a_small_body_keeps_the_connection()
    {
        using var request = NoForm(100, isDeclared: true);

        using var answer = await api.Anyone.SendAsync(request, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Headers.ConnectionClose.ShouldNotBe(true);
    }

    [Fact]
    public async Task Whoever_comes_next_over_the_same_client_is_answered()
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1, UseProxy = false }) { BaseAddress = api.Address };
        for (var time = 0; time < 200; time++)
        {
            using var request = NoForm(TooMany, isDeclared: true);
            (await client.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

            using var next = new ByteArrayContent("key=wrong"u8.ToArray()) { Headers = { ContentType = new("application/x-www-form-urlencoded") } };
            (await client.PostAsync("/signin".AsUri(), next, TestContext.Current.CancellationToken)).StatusCode.ShouldBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests);
        }
    }

    private static HttpRequestMessage NoForm(int length, bool isDeclared)
    {
        HttpContent body = isDeclared ? new ByteArrayContent(new byte[length]) : new UndeclaredContent(new byte[length]);
        body.Headers.ContentType = new("text/plain");
        return new(HttpMethod.Post, "/signin".AsUri()) { Content = body };
    }
}
