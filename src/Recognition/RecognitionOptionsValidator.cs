using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Atmosphere.Recognition;

/// <summary>Refuses to start on settings that can't work: each message names the setting, the problem and an example.</summary>
internal sealed partial class RecognitionOptionsValidator : IValidateOptions<RecognitionOptions>
{
    private const string EndpointExample = "Recognition:Endpoint=https://my-faces.cognitiveservices.azure.com/";

    public ValidateOptionsResult Validate(string? name, RecognitionOptions options)
    {
        string?[] problems = [Endpoint(options), Client(options), Key(options), Gallery(options), Timeout(options)];
        var failures = problems.OfType<string>().ToList();
        return failures is [] ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    // None of these messages repeats the value of an address: it might have a key in it.
    private static string? Endpoint(RecognitionOptions options)
    {
        if (!options.HasEndpoint) return null;
        if (!Uri.TryCreate(options.Endpoint, UriKind.Absolute, out var endpoint))
            return $"Recognition:Endpoint is not an absolute address. Example: {EndpointExample}";
        if (endpoint.Scheme != Uri.UriSchemeHttps && !(endpoint.Scheme == Uri.UriSchemeHttp && (endpoint.IsLoopback || options.AllowHttp)))
            return $"Recognition:Endpoint has to be https; http is possible on this machine (localhost), and to others with Recognition:AllowHttp=true, for a face service inside a private network. Example: {EndpointExample}";
        if (endpoint.UserInfo.Length > 0 || endpoint.Query.Length > 0 || endpoint.Fragment.Length > 0)
            return $"Recognition:Endpoint has more than a host and a path; the key belongs into Recognition:Key. Example: {EndpointExample}";
        if (endpoint.AbsolutePath.Contains("/face/", StringComparison.OrdinalIgnoreCase))
            return $"Recognition:Endpoint has to stop before '/face/…', which is added to it. Example: {EndpointExample}";
        return null;
    }

    private static string? Client(RecognitionOptions options)
    {
        const string Example = "Example: Recognition:Client=BuiltIn";
        if (options.Client is not { } client) return null;
        if (!Enum.IsDefined(client)) return $"Recognition:Client is neither AzureSdk nor BuiltIn. {Example}";
        if (client != RecognitionClientKind.AzureSdk) return null;
        if (!AzureSdkClient.IsHere)
            return $"Recognition:Client is AzureSdk, which this build leaves out. Build it with its cloud packages (docs/engines.md says how), or use the client that every build has. {Example}";
        return options.HasEndpoint ? null : $"Recognition:Client is AzureSdk, but without Recognition:Endpoint the local face service recognises, and that needs our own client. {Example}";
    }

    private static string? Key(RecognitionOptions options)
    {
        const string Example = "Recognition__Key=<one of the two keys of the Face resource> (environment variable)";
        if (options.HasEndpoint && options.Key.Length == 0 && !options.DoesWithoutKey)
            return $"Recognition:Key is missing, while Recognition:Endpoint is set. Example: {Example}";
        if (options.Key.Any(c => c is < '!' or > '~'))
            return $"Recognition:Key has characters that can't travel in a header (a space or a line end?). Example: {Example}";
        return null;
    }

    private static string? Gallery(RecognitionOptions options) => GalleryPattern().IsMatch(options.Gallery)
        ? null
        : $"Recognition:Gallery is '{options.Gallery}', but has to be 1 to 64 lower-case letters, digits, '-' and '_'. "
            + "Example: Recognition:Gallery=atmosphere";

    private static string? Timeout(RecognitionOptions options) =>
        options.Timeout >= RecognitionOptions.MinTimeout && options.Timeout <= RecognitionOptions.MaxTimeout
            ? null
            : $"Recognition:Timeout is {options.Timeout}, but has to be from {RecognitionOptions.MinTimeout} to {RecognitionOptions.MaxTimeout} "
                + "(hours:minutes:seconds). Example: Recognition:Timeout=00:00:10";

    [GeneratedRegex(@"\A[a-z0-9-_]{1,64}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GalleryPattern();
}
