using Atmosphere.Engine.Bench;

// dotnet run -c Release --project bench/Engine [-p:Engine=Orleans -p:CloudPackages=false]
// Each figure stands beside what it is to be compared with, measured in the same run.
await using var engine = await BenchEngine.StartAsync();
await Figures.DurableWritesAsync(engine);
await Figures.EventsAsync(engine);
await Figures.CallsAsync(engine);
await Figures.IdleActivationsAsync(engine);
