// Virtual time is the embedded engine's; the grains are the same.
Console.Error.WriteLine("This office runs on virtual time, on the embedded engine: dotnet run -c Release --project bench/Office -- --seed 1");
return 1;
