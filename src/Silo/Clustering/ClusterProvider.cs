namespace Atmosphere.Silo.Clustering;

/// <summary>Who keeps the list of silos, and with it grain state and reminders.</summary>
public enum ClusterProvider
{
    /// <summary>One silo, which nobody has to find. State in PostgreSQL when a connection string is given, else in memory.</summary>
    Local = 0,

    /// <summary>Tables in PostgreSQL, made by <c>init-db</c>.</summary>
    PostgreSQL = 1,

    /// <summary>Azure Table Storage.</summary>
    AzureStorage = 2,
}
