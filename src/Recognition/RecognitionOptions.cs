namespace Atmosphere.Recognition;

/// <summary>Who recognises faces: Azure when <see cref="Endpoint"/> is set, else the local face service. Configuration section <c>Recognition</c>.</summary>
public sealed class RecognitionOptions
{
    public const string Section = "Recognition";

    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan MinTimeout = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MaxTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Base address of the Azure Face resource, without <c>/face/…</c>. Empty: the local face service recognises.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>
    /// Permits http to other machines: for the one face service that recognises for a whole cluster, inside a private network. The key and
    /// the pictures travel in the clear then.
    /// </summary>
    public bool AllowHttp { get; set; }

    /// <summary>
    /// Who asks that resource. Null: Azure's SDK for an https address in a build that has it, else our own client. The local face service is
    /// asked by our own in every build.
    /// </summary>
    public RecognitionClientKind? Client { get; set; }

    /// <summary>The key of that resource. A secret. Azure's SDK does without: it asks Entra ID for a token.</summary>
    public string Key { get; set; } = "";

    /// <summary>Id of the large person group: 1 to 64 lower-case letters, digits, <c>-</c> and <c>_</c>.</summary>
    public string Gallery { get; set; } = "atmosphere";

    /// <summary>How long one request may take, from connecting to the last byte of the answer.</summary>
    public TimeSpan Timeout { get; set; } = DefaultTimeout;

    /// <summary>Whether a configured endpoint recognises, rather than the local face service.</summary>
    internal bool HasEndpoint => Endpoint.Length > 0;

    /// <summary>Who asks. Azure is reached by https only, so what is behind http is the face service.</summary>
    internal RecognitionClientKind EffectiveClient =>
        Client ?? (AzureSdkClient.IsHere && IsHttps ? RecognitionClientKind.AzureSdk : RecognitionClientKind.BuiltIn);

    /// <summary>Whether a token of Entra ID can stand in for the key: Azure's SDK asks for one, and sends it over https only.</summary>
    internal bool DoesWithoutKey => EffectiveClient == RecognitionClientKind.AzureSdk && IsHttps;

    private bool IsHttps => Endpoint.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Who makes the requests to a Face resource.</summary>
public enum RecognitionClientKind
{
    /// <summary>Our own client, in every build.</summary>
    BuiltIn = 0,

    /// <summary>Azure.AI.Vision.Face, in a build with the cloud packages.</summary>
    AzureSdk = 1,
}
