using System.Security.Cryptography;
using System.Text;

namespace Atmosphere.Api.Access;

/// <summary>The one-time code of this start: whoever reads the console may sign the browser in, once.</summary>
internal sealed class SignInLink
{
    private readonly Lock _gate = new();
    private string? _code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The path with the code, or null when it has been used.</summary>
    public string? Path
    {
        get { lock (_gate) return _code is null ? null : $"/signin?code={_code}"; }
    }

    /// <summary>True once, for the right code.</summary>
    public bool TryUse(string code)
    {
        lock (_gate)
        {
            if (_code is null || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code), Encoding.UTF8.GetBytes(_code))) return false;
            _code = null;
            return true;
        }
    }
}
