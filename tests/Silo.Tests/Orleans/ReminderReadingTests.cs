using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Atmosphere.Silo.Tests;

/// <summary>A reminder that was written while its part of the ring changed hands is found by the next reading only.</summary>
public sealed class ReminderReadingTests
{
    /// <summary>How far ahead a grain that owes something arms its reminder.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(2);

    [Fact]
    public void Reminders_are_read_again_before_the_first_tick_of_one_that_was_missed()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Cluster:Provider"] = "PostgreSQL",
            ["Cluster:ConnectionString"] = "Host=127.0.0.1;Database=nobody-connects",
            ["Cluster:AdvertisedAddress"] = "127.0.0.1",
            ["Recognition:Endpoint"] = "http://127.0.0.1:1/",
        });

        GrainEngine.AddSilo(builder, "nothing is kept here");

        using var services = builder.Services.BuildServiceProvider();
        services.GetRequiredService<IOptions<ReminderOptions>>().Value.RefreshReminderListPeriod.ShouldBeLessThan(Ahead);
    }
}
