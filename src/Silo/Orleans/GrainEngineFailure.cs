namespace Atmosphere.Silo;

/// <summary>Tells failures of the engine's start that are for an operator to mend.</summary>
public static class GrainEngineFailure
{
    public static bool Is(Exception failure) => failure is OrleansConfigurationException;
}
