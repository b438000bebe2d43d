using Atmosphere.Api.Hosting;
using Atmosphere.Silo.Hosting;
using Atmosphere.Silo.Operating;

return await OperatorCommand.TryRunAsync(args) ?? await StartFailure.GuardAsync("Atmosphere can't start", () => AtmosphereApp.Build(args).RunAsync());
