using Atmosphere.Figures.Bench;

// dotnet run -c Release --project bench/Figures [-- --short]
// One line per figure, each beside its floor in the same run. --short ends within 50 seconds; without it the figures can be quoted.
if (BareServer.IsAskedFor(args))
{
    await BareServer.RunAsync(args);
    return;
}

var isShort = args.Contains("--short");
var duration = TimeSpan.FromSeconds(isShort ? 1.5 : 10);
await EngineFigures.MeasureAsync(duration);
await PathFigures.StartAsync();
await PathFigures.MeasureAsync(duration * 2, finalised: isShort ? 10 : 100);
await FaceServiceFigures.MeasureAsync(duration);
await EngineFigures.KnownFacesAsync(duration, isShort ? [1_000, 100_000] : [1_000, 100_000, 1_000_000]);
