using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Atmosphere.Api.Tests.Support;

/// <summary>Short words for what most tests do over HTTP.</summary>
internal static class Http
{
    public static Uri AsUri(this string pathAndQuery) => new(pathAndQuery, UriKind.RelativeOrAbsolute);

    public static Task<HttpResponseMessage> GetFromAsync(this HttpClient client, string path) => client.GetAsync(path.AsUri(), TestContext.Current.CancellationToken);

    public static Task<HttpResponseMessage> PostToAsync(this HttpClient client, string path, HttpContent? content = null) =>
        client.PostAsync(path.AsUri(), content, TestContext.Current.CancellationToken);

    public static Task<HttpResponseMessage> PostBytesAsync(this HttpClient client, string path, byte[] body, string contentType = "application/octet-stream") =>
        client.PostToAsync(path, new ByteArrayContent(body) { Headers = { ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(contentType) } });

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer) =>
        await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

    public static Task<string> TextAsync(this HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    /// <summary>The answer is a problem document with this status, and holds no trace of the inside.</summary>
    public static async Task<JsonElement> ShouldBeProblemAsync(this HttpResponseMessage answer, HttpStatusCode status)
    {
        answer.StatusCode.ShouldBe(status);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var text = await answer.TextAsync();
        text.ShouldNotContain("   at ", customMessage: "a stack trace");
        text.ShouldNotContain("Exception");
        var problem = JsonDocument.Parse(text).RootElement;
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        problem.GetProperty("title").GetString().ShouldNotBeNullOrWhiteSpace();
        return problem;
    }
}
