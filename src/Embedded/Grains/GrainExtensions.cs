using Atmosphere.Embedded.Runtime;

namespace Atmosphere.Embedded;

/// <summary>Identity and references of grains.</summary>
public static class GrainExtensions
{
    /// <summary>The key of a grain or of a reference to one.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();

    /// <exception cref="ArgumentException">The object is neither a grain nor a reference to one.</exception>
    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        Grain activated => activated.Activation.GrainId,
        IGrainReference reference => reference.GrainId,
        _ => throw NotAddressable(grain),
    };

    /// <summary>A reference of the given interface to the same grain: to itself for a grain, with another interface for a reference.</summary>
    /// <exception cref="ArgumentException">The object is neither a grain nor a reference, or its class does not have the interface.</exception>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) => grain switch
    {
        Grain activated => activated.Activation.AsReference<TGrainInterface>(),
        IGrainReference reference => reference.AsReference<TGrainInterface>(),
        _ => throw NotAddressable(grain),
    };

    private static ArgumentException NotAddressable(IAddressable grain) =>
        new($"{grain?.GetType().ToString() ?? "null"} is neither a grain nor a reference to one.", nameof(grain));
}
