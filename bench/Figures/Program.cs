using Atmosphere.Figures.Bench;

// dotnet run -c Release --project bench/Figures [-- --short] [-- --only votes]
// One line per figure, each beside its floor in the same run. --short ends within 50 seconds; without it the figures can be quoted.
if (BareServer.IsAskedFor(args))
{
    await BareServer.RunAsync(args);
    return 0;
}

if (Sections.IsAskedFor(args))
{
    await Sections.RunAsync(args);
    return 0;
}

return await Plan.RunAsync(args);
