using Atmosphere.Silo.Clustering;
using Atmosphere.Silo.Hosting;
using Atmosphere.Silo.Intake;

namespace Atmosphere.Silo;

/// <summary>In a build without the cloud packages: says so.</summary>
internal static class EventHubIntake
{
    public static void AddTo(ISiloBuilder silo, IConfiguration configuration, ClusterOptions cluster)
    {
        _ = silo; // for builds that have it
        if (EventHubIntakeOptions.Read(configuration, cluster) is null) return;
        throw new SettingException(
            "Intake:EventHub is set, and this build leaves Event Hubs out. Build it with -p:Engine=Orleans and without -p:CloudPackages=false, or send faces by HTTP: POST /events/images-in-db");
    }
}
