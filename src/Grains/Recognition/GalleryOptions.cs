namespace Atmosphere.Grains.Recognition;

/// <summary>Which gallery the grains speak of. Section <c>Recognition</c>; the recogniser's client validates the values.</summary>
public sealed class GalleryOptions
{
    /// <summary>The recogniser's address, or empty for the local face service.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>The key of the budget grain that shares this recogniser's rate.</summary>
    public string BudgetKey => Endpoint.Length > 0 ? Endpoint : "local";

    /// <summary>The gallery's id.</summary>
    public string Gallery { get; set; } = "atmosphere";
}
