namespace Atmosphere.Api.Access;

/// <summary>The names of who may do what.</summary>
internal static class AccessPolicies
{
    /// <summary>A signed-in browser, or the operator key.</summary>
    public const string Operator = "operator";

    /// <summary>A camera token, or whatever an operator has.</summary>
    public const string Intake = "intake";

    /// <summary>The scheme of the browser's session.</summary>
    public const string Session = "session";

    /// <summary>The scheme of <c>Authorization: Bearer …</c>.</summary>
    public const string Token = "token";

    /// <summary>The claim that names the camera.</summary>
    public const string CameraClaim = "camera";

    public const string OperatorRole = "operator";

    public const string CameraRole = "camera";
}
