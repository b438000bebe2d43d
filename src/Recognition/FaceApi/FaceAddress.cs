using System.Diagnostics.CodeAnalysis;

namespace Atmosphere.Recognition.FaceApi;

/// <summary>Where to ask, and the key to ask with. Its text form leaves the key out.</summary>
internal sealed record FaceAddress(Uri BaseAddress, string Key)
{
    public override string ToString() => BaseAddress.ToString();

    /// <summary>The base address with a path below it.</summary>
    public Uri At(string pathAndQuery) => new(BaseAddress.AbsoluteUri.TrimEnd('/') + "/" + pathAndQuery);
}

/// <summary>Knows the present address, which changes when the local face service is restarted.</summary>
internal interface IFaceAddressSource
{
    /// <param name="address">The address when there is one.</param>
    /// <param name="whyNot">Else a sentence for an operator.</param>
    bool TryGet([NotNullWhen(true)] out FaceAddress? address, out string whyNot);
}

/// <summary>The address from the configuration.</summary>
internal sealed class ConfiguredAddress(RecognitionOptions options) : IFaceAddressSource
{
    private readonly FaceAddress _address = new(new Uri(options.Endpoint), options.Key);

    public bool TryGet([NotNullWhen(true)] out FaceAddress? address, out string whyNot)
    {
        (address, whyNot) = (_address, "");
        return true;
    }
}
