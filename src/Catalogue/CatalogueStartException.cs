namespace Atmosphere.Catalogue;

/// <summary>The catalogue can't be used, for a reason that is an operator's to mend: the message says which, and has no credentials in it.</summary>
public class CatalogueStartException : Exception
{
    public CatalogueStartException(string message) : base(message) { }

    public CatalogueStartException(string message, Exception innerException) : base(message, innerException) { }
}

/// <summary>The catalogue was written by a later program than this one.</summary>
public sealed class CatalogueTooNewException(int found, int known)
    : CatalogueStartException($"The catalogue has schema version {found}, and this program knows versions up to {known}. "
        + "Start the newer program again, or let Catalogue:ConnectionString name another file or database.");
