namespace Atmosphere.Simulation;

/// <summary>The simulation needs an engine that runs on one thread and on virtual time.</summary>
internal static class Program
{
    public static int Main()
    {
        Console.Error.WriteLine("The simulation runs on the embedded engine only. Build it with -p:Engine=Embedded (the default).");
        return 2;
    }
}
