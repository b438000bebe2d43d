using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Grains;
using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Ports;
using Atmosphere.Slack.Signing;

namespace Atmosphere.Api.Tests.Fuzz;

/// <summary>Makes damaged requests to every endpoint, most of them with a right token or signature: else all of them would end there.</summary>
internal sealed class Requests(string signingSecret, string cameraToken, string operatorKey, string scalingKey, Func<string, string> link)
{
    private static readonly string[] Streams =
        [WellKnownNames.Streams.ImagesInDb, WellKnownNames.Streams.FaceTagged, WellKnownNames.Streams.FaceTrainingSent, WellKnownNames.Streams.FaceCleanup];

    private static readonly string[] SlackMethods =
        ["chat.postMessage", "chat.update", "chat.postEphemeral", "conversations.history", "users.info", "files.getUploadURLExternal", "files.completeUploadExternal", "auth.test"];

    private static readonly string PhotoIdSample = PhotoId.Of("camera-1", Samples.Jpeg);

    public HttpRequestMessage Next(Random random)
    {
        var mutator = new Mutator(random);
        var request = random.Next(16) switch
        {
            < 5 => Callback(random, mutator),
            5 or 6 => Post("/events/images-in-db", mutator.Json(Samples.Event(random)), "application/json", cameraToken),
            7 => Photo(mutator),
            8 => Form(mutator),
            9 => Get(mutator.Pick<string>(["/admin/photos/", "/photos/"]) + Escape(mutator.Text(PhotoIdSample)), operatorKey),
            10 => Get("/admin/faces/" + Escape(mutator.Text(mutator.Pick(Samples.Faces))), operatorKey),
            11 => Get("/admin/people/" + Escape(mutator.Text(mutator.Pick(Samples.Users))), operatorKey),
            12 => Get(mutator.Pick<string>(["/admin/training/", "/admin/dead-letters/"]) + Escape(mutator.Text(mutator.Pick([.. Streams, "atmosphere"]))), operatorKey),
            13 => SignIn(mutator),
            14 => Picture(mutator),
            _ => Other(random, mutator),
        };
        if (mutator.Rarely(10)) DamageHeaders(request, mutator);
        return request;
    }

    private HttpRequestMessage Callback(Random random, Mutator mutator)
    {
        var body = Samples.Form(mutator.Json(Samples.Press(random)));
        if (mutator.Rarely(5)) body = mutator.Bytes(body);
        var request = Post("/slack/interactions", body, "application/x-www-form-urlencoded", null);
        var timestamp = SlackSide.Timestamp(default);
        var signature = SlackSignature.Sign(body, timestamp, signingSecret);
        request.Headers.TryAddWithoutValidation(SlackSignature.TimestampHeader, mutator.Rarely(12) ? Printable(mutator.Text(timestamp)) : timestamp);
        request.Headers.TryAddWithoutValidation(SlackSignature.SignatureHeader, mutator.Rarely(12) ? Printable(mutator.Text(signature)) : signature);
        return request;
    }

    private HttpRequestMessage Photo(Mutator mutator)
    {
        var picture = mutator.Bytes(mutator.Pick(Samples.Pictures));
        return Post("/photos", picture, "application/octet-stream", cameraToken);
    }

    private HttpRequestMessage Form(Mutator mutator)
    {
        var body = mutator.Bytes(Samples.Multipart(mutator.Pick(Samples.Pictures)));
        var type = "multipart/form-data; boundary=" + (mutator.Rarely(4) ? mutator.Text("b") : "b");
        return Post("/photos", body, mutator.Rarely(8) ? mutator.Text(type) : type, cameraToken);
    }

    private static HttpRequestMessage SignIn(Mutator mutator)
    {
        if (mutator.Rarely(2)) return Get("/signin?code=" + Escape(mutator.OddText()), null);
        var form = Encoding.UTF8.GetBytes("key=" + Escape(mutator.Text("op_0123456789abcdef")));
        return Post("/signin", mutator.Bytes(form), mutator.Rarely(3) ? "multipart/form-data; boundary=b" : "application/x-www-form-urlencoded", null);
    }

    private HttpRequestMessage Picture(Mutator mutator)
    {
        var good = link(CropKeys.Crop(mutator.Pick(Samples.Faces)));
        if (mutator.Rarely(2)) return Get(EscapePath(mutator.Text(good)), null);
        var query = good.IndexOf('?', StringComparison.Ordinal);
        return Get($"/crops/{Escape(mutator.OddText())}/{Escape(mutator.OddText())}{good[query..]}", null);
    }

    private HttpRequestMessage Other(Random random, Mutator mutator) => random.Next(11) switch
    {
        0 => Get("/scaling/silos/" + Escape(mutator.Text("1")), scalingKey),
        1 => Get("/samples/" + Escape(mutator.Text("1")), operatorKey),
        2 => Post("/samples/" + Escape(mutator.Text("1")), [], "text/plain", operatorKey),
        3 => Get("/practice/changes?after=" + Escape(mutator.Text("1")) + "&as=" + Escape(mutator.Text(SlackSide.Dana)), null),
        4 => Press(mutator),
        5 => Post("/practice/api/" + Escape(mutator.Rarely(6) ? mutator.Text("auth.test") : mutator.Pick(SlackMethods)), mutator.Json(Arguments()), "application/json", "xoxb-guess"),
        7 => Post("/admin/cameras", mutator.Json(new JsonObject { ["id"] = "lobby" }), "application/json", operatorKey),
        8 => Delete("/admin/cameras/" + Escape(mutator.Text("lobby"))),
        9 => Post($"/admin/people/{Escape(mutator.Text(SlackSide.Noa))}/photos", mutator.Bytes(mutator.Pick(Samples.Pictures)), "application/octet-stream", operatorKey),
        6 => Get("/practice/files/" + Escape(mutator.Text("F0123456789")), null),
        _ => Get(EscapePath("/" + mutator.OddText()), operatorKey),
    };

    private HttpRequestMessage Delete(string path)
    {
        var request = Get(path, operatorKey);
        request.Method = HttpMethod.Delete;
        return request;
    }

    private static HttpRequestMessage Press(Mutator mutator)
    {
        var press = new JsonObject { ["user"] = SlackSide.Dana, ["ts"] = "1712345678.000100", ["block"] = "b", ["action"] = "a", ["selected"] = SlackSide.Noa };
        var request = Post("/practice/press", mutator.Json(press), "application/json", null);
        request.Headers.Add("X-Atmosphere", "1");
        return request;
    }

    private static JsonObject Arguments() => new() { ["channel"] = "C0PRACTICE", ["text"] = "hello", ["ts"] = "1712345678.000100", ["user"] = SlackSide.Dana, ["blocks"] = new JsonArray() };

    private static void DamageHeaders(HttpRequestMessage request, Mutator mutator)
    {
        switch (mutator.Pick<int>([0, 1, 2, 3]))
        {
            case 0: request.Headers.Authorization = null; break;
            case 1:
                request.Headers.Remove("Authorization");
                request.Headers.TryAddWithoutValidation("Authorization", Printable(mutator.Text("Bearer cam_0123456789abcdef")));
                break;
            case 2: request.Headers.TryAddWithoutValidation("Cookie", "atmosphere=" + Printable(mutator.Text("CfDJ8AAAAAAA"))); break;
            default:
                if (request.Content is { } content) content.Headers.ContentType = null;
                break;
        }
    }

    private static HttpRequestMessage Get(string path, string? token) => With(token, new(HttpMethod.Get, path.AsUri()));

    private static HttpRequestMessage Post(string path, byte[] body, string type, string? token)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", Printable(type));
        return With(token, new(HttpMethod.Post, path.AsUri()) { Content = content });
    }

    private static HttpRequestMessage With(string? token, HttpRequestMessage request)
    {
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    /// <summary>What the client itself would refuse to send tests the client only.</summary>
    private static string Printable(string text) => string.Concat(text.Where(c => c is >= ' ' and <= '~'));

    private static string Escape(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(one => char.IsAsciiLetterOrDigit((char)one) || one is (byte)'-' or (byte)'.' ? $"{(char)one}" : $"%{one:X2}"));

    private static string EscapePath(string text) =>
        "/" + string.Concat(text.Select(c => c is > ' ' and <= '~' and not ('#' or '\\') ? $"{c}" : Escape(c.ToString()))).TrimStart('/');
}
