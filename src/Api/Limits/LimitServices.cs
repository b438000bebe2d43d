using Atmosphere.Api.Intake;
using Atmosphere.Silo.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Atmosphere.Api.Limits;

/// <summary>Who may ask how often, and how much is held at the same time.</summary>
internal static class LimitServices
{
    /// <summary>What a connection may hold before anybody reads from it.</summary>
    private const int ConnectionBuffer = 64 * 1024;

    /// <summary>Bytes per second. Who sends more slowly, after <see cref="SlowStart"/>, is hung up on: a place in memory is held by everybody who sends.</summary>
    private const double SlowestUpload = 10 * 1024;

    private static readonly TimeSpan SlowStart = TimeSpan.FromSeconds(10);

    /// <exception cref="SettingException">Something in the section can't work.</exception>
    public static void AddLimits(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(LimitOptions.Section).Get<LimitOptions>() ?? new();
        if (options.Flaws().ToList() is { Count: > 0 } flaws) throw new SettingException(flaws);

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxConcurrentConnections = options.Connections;
            kestrel.Limits.MaxRequestBodySize = IntakeLimits.LargestRequest;
            kestrel.Limits.MaxRequestBufferSize = ConnectionBuffer;
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(SlowestUpload, SlowStart);
        });
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<VoterLimit>();
        builder.Services.AddSingleton<StrangerLimit>();
        builder.Services.AddSingleton<UploadPlaces>();
        builder.Services.AddSingleton<CallbackPlaces>();
        builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, StrangerChallenge>();
        builder.Services.AddSingleton<CallerLimit>();
    }
}
