using Atmosphere.Api.Hosting;
using Atmosphere.Silo.Hosting;

return await StartFailure.GuardAsync("Atmosphere", () => InitDb.IsAskedFor(args) ? InitDb.RunAsync(args) : AtmosphereApp.Build(args).RunAsync());
