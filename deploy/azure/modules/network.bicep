// One network: the silos' environment has no public side; the API's has; the database is inside.
param location string
param name string

@description('An IPv4 range of /22 or larger that nothing else in reach uses.')
param addressPrefix string

var serviceEndpoints = [
  { service: 'Microsoft.Storage' }
  { service: 'Microsoft.CognitiveServices' }
]

resource network 'Microsoft.Network/virtualNetworks@2024-07-01' = {
  name: name
  location: location
  properties: {
    addressSpace: { addressPrefixes: [addressPrefix] }
    subnets: [
      {
        name: 'silos'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, 0)
          serviceEndpoints: serviceEndpoints
          delegations: [{ name: 'apps', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'api'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, 1)
          serviceEndpoints: serviceEndpoints
          delegations: [{ name: 'apps', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'database'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, 2)
          delegations: [{ name: 'database', properties: { serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers' } }]
        }
      }
    ]
  }
}

output networkId string = network.id
output siloSubnetId string = network.properties.subnets[0].id
output apiSubnetId string = network.properties.subnets[1].id
output databaseSubnetId string = network.properties.subnets[2].id
