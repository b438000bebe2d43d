using Microsoft.AspNetCore.Builder;

namespace Atmosphere.Api.Tests;

/// <summary>What differs between the engines, for tests.</summary>
internal static class TestEngine
{
    /// <summary>Whether what was accepted outlives the process.</summary>
    public const bool KeepsState = true;

    /// <summary>Lets several applications run in one test process. Each has a data folder of its own, which is all that this engine shares.</summary>
    public static void Isolate(WebApplicationBuilder builder) => _ = builder;
}
