// The figures are of the embedded engine; votes on a cluster are measured by bench/Votes.
Console.Error.WriteLine("These figures are of the embedded engine: dotnet run -c Release --project bench/Figures. For a cluster: dotnet run -c Release --project bench/Votes.");
return 1;
